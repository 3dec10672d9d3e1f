/** When another limit or burn rate would have fired: recorded samples through the rule that watches live (T1, T2 of docs/triggers.md, B1 to B4, BR1 to BR6). */
import type { Sample } from '../contract/results.ts'
import type { Metric } from '../runbook/model.ts'
import { BREACHED, type BreachState, CLEAR, stepBreach } from './breach.ts'
import { type BurnReading, BurnSeries, judgeBurn } from './burn-rate.ts'
import { breachRuleOf, type Limit, stepTrigger, type TriggerRule } from './trigger-rule.ts'

/** In ms since the epoch; `toMs` is not part of it any more. */
export type Stretch = { fromMs: number; toMs: number }

/** `sinceMs`: the first sample past the limit of those that made it fire. */
/** Of a burn rate `value` is the worst pair as a multiple of its factor, `burn` what the windows showed. */
export type Fire = { atMs: number; value: number; sinceMs: number; clearedAtMs?: number; burn?: BurnReading }

export type Replay = {
  fires: Fire[]
  /** Samples while it was armed, and those of them that can be judged: with a value and enough behind it. */
  samples: number
  usable: number
  /** The longest the limit was passed without firing, gaps not counted. */
  longestMs: number
  /** The judged value furthest past the limit, or nearest to it. */
  worst?: number
}

export type Watching = {
  /** When it was armed, ascending. */
  armed: readonly Stretch[]
  /** Ends of stretches in which nobody watched: the clocks stand still across them. */
  gapEndsMs: readonly number[]
  /** When a new cockpit took over: what was pending began anew, what had fired stayed so. */
  restartsMs: readonly number[]
}

const isIn = (stretches: readonly Stretch[], atMs: number): boolean =>
  stretches.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)

const passed = (instants: readonly number[], fromMs: number, toMs: number): boolean =>
  instants.some((atMs) => atMs > fromMs && atMs <= toMs)

type Replayed = Pick<Metric, 'minVolume' | 'intervalMs' | 'unit' | 'target'>

/** What the samples are judged by, one after the other, and the limit that counts for it. */
function judgeOf(metric: Replayed, { burnRate, above, below }: TriggerRule, past: readonly Sample[]) {
  const plain = (sample: Sample): { sample: Sample; reading?: BurnReading } => ({ sample })
  if (!burnRate) return { judge: plain, limit: { above, below } as Limit }
  const series = new BurnSeries(metric, burnRate)
  for (const sample of past) judgeBurn(series, metric, sample)
  return { judge: (sample: Sample) => judgeBurn(series, metric, sample), limit: { above: 1 } as Limit }
}

/** `samples` and the `past` that only fills the windows of a burn rate ascend in time. With the limits and the watching of the time it fires exactly where it fired then, vetoes apart (T10). */
export function replayTrigger(
  metric: Replayed,
  trigger: TriggerRule,
  samples: readonly Sample[],
  { armed, gapEndsMs, restartsMs }: Watching,
  past: readonly Sample[] = [],
): Replay {
  const { judge, limit } = judgeOf(metric, trigger, past)
  const rule = breachRuleOf(metric, trigger, limit)
  const isWorse = (value: number, than: number) => (limit.above === undefined ? value < than : value > than)
  const found: Replay = { fires: [], samples: 0, usable: 0, longestMs: 0 }
  let state: BreachState = CLEAR
  let sinceMs = 0
  let beforeMs = Number.NEGATIVE_INFINITY
  for (const taken of samples) {
    const { sample, reading } = judge(taken)
    const [atMs, value, count] = sample
    if (passed(restartsMs, beforeMs, atMs)) state = state.phase === 'breached' ? BREACHED : CLEAR
    if (passed(gapEndsMs, beforeMs, atMs)) state = stepBreach(state, [atMs, null, 0], rule).state
    beforeMs = atMs
    const isArmed = isIn(armed, atMs)
    const step = stepTrigger(state, sample, rule, isArmed)
    if (state.phase === 'clear' && step.state.phase !== 'clear') sinceMs = atMs
    if (step.state.phase === 'pending') found.longestMs = Math.max(found.longestMs, step.state.ranMs)
    state = step.state
    if (isArmed) found.samples++
    if (value === null || count < metric.minVolume) continue
    if (isArmed) {
      found.usable++
      if (found.worst === undefined || isWorse(value, found.worst)) found.worst = value
    }
    if (step.changed === 'breached') found.fires.push({ atMs, value, sinceMs, ...(reading ? { burn: reading } : {}) })
    if (step.changed === 'recovered') found.fires.at(-1)!.clearedAtMs = atMs
  }
  return found
}
