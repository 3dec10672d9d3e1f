/** REPLAY in words and in reverse, whose record it is, the clock of the moment, and everything that moves it. */
import { useStore } from 'zustand'
import { formatClock, formatCount } from '../../../shared/documents/words.ts'
import { Chip } from '../../components/chip.tsx'
import { Mark } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { Segments } from '../../components/segments.tsx'
import { formatDate, formatTime } from '../../components/time.ts'
import { SessionProvider, useSetUi, useUi } from '../../state/context.tsx'
import { REPLAY_VIEWS, type Replay, SPEEDS, type Speed } from '../../state/replay/replay.ts'
import type { Deck } from '../../state/use-deck.ts'
import { ShareMark } from '../room/share-mark.tsx'
import { useReplayParts } from './replay-context.tsx'
import { ReplaySlider } from './replay-slider.tsx'

type Props = { replay: Replay; deck: Deck | undefined; onSheet: (sheet: 'events' | 'remarks') => void }

export function ReplayBar({ replay, deck, onSheet }: Props) {
  const refused = useStore(replay.store, (state) => state.refused ?? state.broken)
  return (
    <section className="replay-bar" aria-label="Replay">
      <i className="replay-edge" />
      <About replay={replay} onSheet={onSheet} />
      <Controls replay={replay} deck={deck} />
      <Refusal sentence={refused} />
    </section>
  )
}

function Source({ about }: Replay) {
  if (about.kind === 'release') return <span className="clip">from this ledger</span>
  return (
    <>
      <span className="clip mono">{about.name}</span>
      <span title={about.sentence}>
        <Chip mark="tick">{about.verdict}</Chip>
      </span>
    </>
  )
}

/** As it was called when its record began. */
const titleOf = ({ recording: { events, release } }: Replay): string => {
  const [first] = events
  return first?.type === 'release.created' ? `${first.payload.name} ${first.payload.version}` : release
}

function About({ replay, onSheet }: Pick<Props, 'replay' | 'onSheet'>) {
  const { live, leave, remarks } = useReplayParts()
  const view = useUi((ui) => ui.view)
  const setUi = useSetUi()
  const title = titleOf(replay)
  return (
    <div className="replay-about">
      <strong className="replay-word">
        <Mark name="back" /> Replay
      </strong>
      <b className="clip">{title}</b>
      <Source {...replay} />
      <nav aria-label="Views">
        {REPLAY_VIEWS.map((each) => (
          <button
            key={each}
            type="button"
            className="tab"
            aria-current={view === each ? 'page' : undefined}
            onClick={() => setUi({ view: each })}
          >
            {each.charAt(0).toUpperCase() + each.slice(1)}
          </button>
        ))}
      </nav>
      <span className="end nowrap">read-only</span>
      <SessionProvider session={live}>
        <ShareMark />
      </SessionProvider>
      <button type="button" className="btn" onClick={() => onSheet('events')}>
        Events… <kbd>G</kbd>
      </button>
      <button type="button" className="btn" onClick={() => onSheet('remarks')}>
        Remarks {remarks.all.length}
        {remarks.isSaved ? '' : ', not saved'}
      </button>
      <button type="button" className="btn" onClick={leave}>
        Back to live <kbd>Esc</kbd>
      </button>
    </div>
  )
}

const SPEED_OPTIONS = SPEEDS.map((speed) => [String(speed), `${speed}×`] as const)

function Controls({ replay, deck }: Pick<Props, 'replay' | 'deck'>) {
  const { isPlaying, speed, skipsQuiet } = useStore(replay.store, (state) => state)
  return (
    <div className="replay-controls">
      <button type="button" className="btn" onClick={() => replay.jump(-1)} title="Previous event (Shift ←)">
        <span className="replay-flipped">
          <Mark name="right" />
        </span>
        <span className="sr-only">Previous event</span>
      </button>
      <button type="button" className="btn replay-play" onClick={replay.toggle}>
        <Mark name={isPlaying ? 'bars' : 'play'} /> {isPlaying ? 'Pause' : 'Play'}
      </button>
      <button type="button" className="btn" onClick={() => replay.jump(1)} title="Next event (Shift →)">
        <Mark name="right" />
        <span className="sr-only">Next event</span>
      </button>
      <Segments
        label="Speed"
        options={SPEED_OPTIONS}
        value={String(speed)}
        onChange={(value) => replay.setSpeed(Number(value) as Speed)}
      />
      <label className="check nowrap" title="A minute or more without anything on record is played in ten seconds">
        <input type="checkbox" checked={skipsQuiet} onChange={(event) => replay.setSkipsQuiet(event.target.checked)} />
        <span>Skip quiet</span>
      </label>
      <ReplaySlider replay={replay} offsetMinutes={deck?.offsetMinutes ?? 0} />
      <Clock replay={replay} deck={deck} />
    </div>
  )
}

function Clock({ replay, deck }: Pick<Props, 'replay' | 'deck'>) {
  const { moment, read } = useStore(replay.store, (state) => state)
  const offset = deck?.offsetMinutes ?? 0
  const run = deck?.runs[0]
  const total = replay.recording.events.length
  return (
    <div className="replay-clock num" role="status">
      <b className="replay-time">{formatTime(moment.ms, offset)}</b>
      <span className="replay-then">
        <span>
          {run && moment.ms >= run.startedAtMs ? `T+ ${formatClock(moment.ms - run.startedAtMs)}` : 'before a run'}
        </span>
        <span className="small">
          {formatDate(moment.ms, offset)}, entry {formatCount(moment.count)} of {formatCount(total)}
          {read < 1 ? `, read ${Math.floor(read * 100)} %` : ''}
        </span>
      </span>
    </div>
  )
}
