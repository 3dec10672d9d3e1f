/** Questions about a gate of a run. */
import type { Blind, GateGoal } from '../../analysis/measurement/gate.ts'
import { beginRun, interruptRun, type MetricRun } from '../../analysis/measurement/metric-run.ts'
import { selectAwakeMs } from '../gaps.ts'
import type { AttemptState, ReleaseState, RunState } from '../state.ts'
import { selectStep } from '../steps.ts'
import type { GateState } from './gate-state.ts'

/** THIN and no data are asked about after this, in ms, where the gate says nothing else. */
export const ASK_AFTER_MS = 60_000
/** G6. Who keeps waiting is asked about the same again after so long. */
export const ASK_AGAIN_MS = 600_000

/** What an open gate wants, or undefined for an attempt that is none. */
export function selectGoal(run: RunState, attempt: AttemptState): GateGoal | undefined {
  const gate = attempt.kind === 'gate' ? selectStep(run.definition, attempt.stepId)?.attributes.gate : undefined
  if (!gate) return undefined
  const metrics = run.definition.metrics.filter(({ name }) => gate.metrics.includes(name))
  return {
    metrics,
    missing: gate.metrics.filter((wanted) => !metrics.some(({ name }) => name === wanted)),
    forMs: gate.forMs,
    askAfterMs: gate.askAfterMs ?? ASK_AFTER_MS,
    fromMs: attempt.startedAtMs,
  }
}

/** Metrics that are BLIND as the record has it, also from before the gate began. */
export const selectBlind = (state: ReleaseState, environment: string): Record<string, Blind> =>
  Object.fromEntries(
    Object.entries(state.metrics).flatMap(([key, { status, sinceMs, reason }]) =>
      status === 'blind' && key.startsWith(`${environment}/`)
        ? [[key.slice(environment.length + 1), { sinceMs, reason: reason ?? 'no answer' }]]
        : [],
    ),
  )

/** G7. Where a cockpit goes on that takes the gate up. */
export const runsFrom = (goal: GateGoal, gate: GateState | undefined, nowMs: number): Record<string, MetricRun> =>
  Object.fromEntries(goal.metrics.map(({ name }) => [name, interruptRun(beginRun(gate?.progress[name]), nowMs)]))

/** Whether what blocks now was answered with "keep waiting" already. */
export function isAnswered(
  state: ReleaseState,
  gate: GateState | undefined,
  blocks: { metric: string; state: string }[],
  nowMs: number,
): boolean {
  const kept = gate?.keptWaiting
  if (!kept || selectAwakeMs(state, kept.atMs, nowMs) >= ASK_AGAIN_MS) return false
  return blocks.every((each) => kept.blocks.some((old) => old.metric === each.metric && old.state === each.state))
}

/** An open step that goes on only when a person does something. */
export const needsPerson = (attempt: AttemptState): boolean =>
  attempt.status === 'waiting' &&
  attempt.kind !== 'wait' &&
  (attempt.kind !== 'gate' || attempt.gate?.asked !== undefined) &&
  (attempt.kind !== 'judge' || attempt.judging?.asked !== undefined)
