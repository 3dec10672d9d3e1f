/** The time of the whole record as one line, with what one may want to see on it. */
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { FeedKind } from '../../../shared/domain/project-feed.ts'
import { feedTone } from '../../components/feed-mark.ts'
import { formatDate, formatTime } from '../../components/time.ts'
import type { Replay } from '../../state/replay/replay.ts'
import { useReplayParts } from './replay-context.tsx'

const STEPS = 100_000
/** Where marks stand closer than this share of the line only the gravest is drawn. */
const SLOTS = 240

const GRAVITY: FeedKind[] = [
  'fired',
  'rollback',
  'breach',
  'failed',
  'no-go',
  'unknown',
  'deploy',
  'deviation',
  'go',
  'done',
  'recovered',
  'decision',
  'remark',
  'note',
]

type Shown = { at: number; kind: FeedKind }

/** What stands on the line, from left to right. */
function useMarks({ marks, store }: Replay): Shown[] {
  const axis = useStore(store, (state) => state.axis)
  const { remarks } = useReplayParts()
  const said = remarks.all
  return useMemo(() => {
    const happened = marks.filter(({ kind }) => kind !== 'remark').map(({ kind, atMs }) => ({ kind, atMs }))
    const slots = new Map<string, Shown>()
    for (const { kind, atMs } of [
      ...happened,
      ...said.map(({ aboutMs }) => ({ kind: 'remark', atMs: aboutMs }) as const),
    ]) {
      const at = axis.lengthMs === 0 ? 0 : axis.toPlayed(atMs) / axis.lengthMs
      // What was said afterwards has a line of its own below.
      const slot = `${kind === 'remark'} ${Math.round(at * SLOTS)}`
      const before = slots.get(slot)
      if (!before || GRAVITY.indexOf(kind) < GRAVITY.indexOf(before.kind)) slots.set(slot, { at, kind })
    }
    return [...slots.values()].toSorted((a, b) => a.at - b.at)
  }, [marks, said, axis])
}

const shapeOf = (kind: FeedKind): string => {
  if (kind === 'remark') return 'is-remark'
  if (kind === 'note') return 'is-note'
  return feedTone(kind) === 'red' ? 'is-red' : kind === 'deploy' ? 'is-start' : ''
}

export function ReplaySlider({ replay, offsetMinutes }: { replay: Replay; offsetMinutes: number }) {
  const { moment, axis } = useStore(replay.store, (state) => state)
  const marks = useMarks(replay)
  const share = (ms: number) => (axis.lengthMs === 0 ? 0 : axis.toPlayed(ms) / axis.lengthMs)
  const at = share(moment.ms)
  return (
    <div className="replay-line">
      <div className="replay-track" aria-hidden="true">
        <i className="replay-gone" style={{ width: `${at * 100}%` }} />
        {axis.quiet.slice(0, 400).map(({ fromMs, toMs }) => (
          <i
            key={fromMs}
            className="replay-quiet"
            title={`Quiet from ${formatTime(fromMs, offsetMinutes)} to ${formatTime(toMs, offsetMinutes)}`}
            style={{ left: `${share(fromMs) * 100}%`, width: `${(share(toMs) - share(fromMs)) * 100}%` }}
          />
        ))}
        {marks.map((mark) => (
          <i
            key={`${mark.at} ${mark.kind}`}
            className={`replay-mark ${shapeOf(mark.kind)}`}
            style={{ left: `${mark.at * 100}%` }}
          />
        ))}
      </div>
      <input
        type="range"
        className="replay-range"
        aria-label="Moment"
        aria-valuetext={`${formatTime(moment.ms, offsetMinutes)}, ${formatDate(moment.ms, offsetMinutes)}`}
        min={0}
        max={STEPS}
        value={Math.round(at * STEPS)}
        onChange={(event) => replay.seekPlayed((Number(event.target.value) / STEPS) * axis.lengthMs)}
      />
    </div>
  )
}
