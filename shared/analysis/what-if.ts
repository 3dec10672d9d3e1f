/** When another limit would have fired: recorded samples through the rule that watches live (T1, T2 of docs/triggers.md, B1 to B4). */
import type { Sample } from '../contract/methods.ts'
import type { Metric } from '../runbook/model.ts'
import { BREACHED, type BreachState, CLEAR, stepBreach } from './breach.ts'
import { breachRuleOf, stepTrigger, type TriggerRule } from './trigger-rule.ts'

/** In ms since the epoch; `toMs` is not part of it any more. */
export type Stretch = { fromMs: number; toMs: number }

/** `sinceMs`: the first sample past the limit of those that made it fire. */
export type Fire = { atMs: number; value: number; sinceMs: number; clearedAtMs?: number }

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

/** `samples` ascend in time. With the limits and the watching of the time it fires exactly where it fired then, vetoes apart (T10). */
export function replayTrigger(
  metric: Pick<Metric, 'minVolume' | 'intervalMs'>,
  trigger: TriggerRule,
  samples: readonly Sample[],
  { armed, gapEndsMs, restartsMs }: Watching,
): Replay {
  const rule = breachRuleOf(metric, trigger, trigger)
  const isWorse = (value: number, than: number) => (trigger.above === undefined ? value < than : value > than)
  const found: Replay = { fires: [], samples: 0, usable: 0, longestMs: 0 }
  let state: BreachState = CLEAR
  let sinceMs = 0
  let beforeMs = Number.NEGATIVE_INFINITY
  for (const sample of samples) {
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
    if (step.changed === 'breached') found.fires.push({ atMs, value, sinceMs })
    if (step.changed === 'recovered') found.fires.at(-1)!.clearedAtMs = atMs
  }
  return found
}
