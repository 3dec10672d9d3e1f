/**
 * When a breach begins and ends, sample by sample.
 *
 *   clear ──bad──▶ pending ──bad for `forMs`──▶ breached ──good for `clearForMs`──▶ clear
 *     ▲───────good─────┘                            ▲──────────bad (clearing starts over)
 *
 * B1  A sample without a value, or with fewer than `minVolume` behind it, changes nothing.
 * B2  Time counts only between two neighbouring usable samples of the same kind; across a gap the clock stands still.
 * B3  `forMs` 0 breaches on the first bad sample.
 * B4  A breach ends only by good data, never by missing data.
 */
import type { Sample } from '../contract/results.ts'

export type BreachRule = {
  isBad: (value: number) => boolean
  minVolume: number
  forMs: number
  clearForMs: number
  /** Usable samples further apart than 2.5 intervals have a gap between them. */
  intervalMs: number
}

export type BreachState = {
  phase: 'clear' | 'pending' | 'breached'
  /** How long the data has been bad (pending) or good (breached), gaps not counted. */
  ranMs: number
  /** The previous sample, when it was usable. */
  previous?: { atMs: number; bad: boolean }
}

export const CLEAR: BreachState = { phase: 'clear', ranMs: 0 }
export const BREACHED: BreachState = { phase: 'breached', ranMs: 0 }

export type BreachStep = { state: BreachState; changed?: 'breached' | 'recovered' }

const countedMs = (state: BreachState, rule: BreachRule, atMs: number, bad: boolean): number => {
  const previous = state.previous
  if (previous === undefined || previous.bad !== bad) return 0
  const apartMs = atMs - previous.atMs
  return apartMs > 0 && apartMs <= 2.5 * rule.intervalMs ? apartMs : 0
}

/** A gap forgets the neighbour, not the progress. */
const frozen = (state: BreachState): BreachState =>
  state.previous === undefined ? state : { phase: state.phase, ranMs: state.ranMs }

/** The next state, and whether a breach began or ended with this sample. */
export const stepBreach = (state: BreachState, sample: Sample, rule: BreachRule): BreachStep => {
  const [atMs, value, count] = sample
  if (value === null || count < rule.minVolume) return { state: frozen(state) }
  const bad = rule.isBad(value)
  const previous = { atMs, bad }
  if (state.phase === 'breached') {
    const ranMs = bad ? 0 : state.ranMs + countedMs(state, rule, atMs, bad)
    if (!bad && ranMs >= rule.clearForMs) return { state: { phase: 'clear', ranMs: 0, previous }, changed: 'recovered' }
    return { state: { phase: 'breached', ranMs, previous } }
  }
  if (!bad) return { state: { phase: 'clear', ranMs: 0, previous } }
  const ranMs = state.phase === 'pending' ? state.ranMs + countedMs(state, rule, atMs, bad) : 0
  if (ranMs >= rule.forMs) return { state: { phase: 'breached', ranMs: 0, previous }, changed: 'breached' }
  return { state: { phase: 'pending', ranMs, previous } }
}
