/**
 * Played time: real time in which stretches without anything to see may be shortened. Both directions never go back, and real time between two entries
 * passes evenly.
 */
import type { RecordedEvent } from '../events/index.ts'
import { countUpTo } from './moments.ts'

export type Axis = {
  /** Played ms from the first to the last entry. */
  lengthMs: number
  toPlayed(ms: number): number
  toReal(playedMs: number): number
  /** Stretches that are shortened, in real time. */
  quiet: { fromMs: number; toMs: number }[]
}

/** Nothing for so long is a quiet stretch, and it is shown in so much. */
export const QUIET_MS = 60_000
export const SHOWN_QUIET_MS = 10_000

/** What the cockpit records by itself all the time says nothing of what went on. */
const ROUTINE: readonly string[] = ['samples.sealed', 'checkpoint.signed', 'coverage.measured']

type Knot = { realMs: number; playedMs: number }

/** Between two knots of one side, the same share of the other. */
function between(knots: readonly Knot[], starts: readonly number[], value: number, from: keyof Knot, to: keyof Knot) {
  const index = Math.min(Math.max(countUpTo(starts, value) - 1, 0), Math.max(0, knots.length - 2))
  const a = knots[index]!
  const b = knots[index + 1] ?? a
  const share = b[from] === a[from] ? 0 : Math.min(1, Math.max(0, (value - a[from]) / (b[from] - a[from])))
  return a[to] + share * (b[to] - a[to])
}

/** `times` are those of `events` (`timesOf`); there is at least one. */
export function playedAxis(events: readonly RecordedEvent[], times: readonly number[], skipsQuiet: boolean): Axis {
  const isSeen = (index: number) => index === 0 || index === events.length - 1 || !ROUTINE.includes(events[index]!.type)
  const seen = times.filter((_, index) => isSeen(index))
  const knots: Knot[] = [{ realMs: seen[0]!, playedMs: 0 }]
  const quiet: Axis['quiet'] = []
  for (const ms of seen.slice(1)) {
    const last = knots.at(-1)!
    const tookMs = ms - last.realMs
    const isShortened = skipsQuiet && tookMs > QUIET_MS
    if (isShortened) quiet.push({ fromMs: last.realMs, toMs: ms })
    if (tookMs > 0) knots.push({ realMs: ms, playedMs: last.playedMs + (isShortened ? SHOWN_QUIET_MS : tookMs) })
  }
  const [reals, playeds] = [knots.map(({ realMs }) => realMs), knots.map(({ playedMs }) => playedMs)]
  return {
    lengthMs: knots.at(-1)!.playedMs,
    toPlayed: (ms) => between(knots, reals, ms, 'realMs', 'playedMs'),
    toReal: (playedMs) => between(knots, playeds, playedMs, 'playedMs', 'realMs'),
    quiet,
  }
}
