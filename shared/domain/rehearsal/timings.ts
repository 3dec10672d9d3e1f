/** How long the steps of a run really took, beside what was planned: what the next plan can be made of. */
import type { StepId } from '../../ids.ts'
import type { ReleaseDefinition, Step } from '../../runbook/model.ts'
import type { AttemptState, ReleaseState, RunState } from '../state.ts'
import { plannedMsOf, selectAttempts, selectRehearsals, selectStep } from '../steps.ts'

/** `given`: its own attribute says how long it takes (`wait`, `gate`). */
export type Basis = 'measured' | 'stub' | 'confirmed' | 'given' | 'approval' | 'skipped' | 'not-done'

export type Timing = {
  stepId: StepId
  /** The step of the runbook, where a strategy made several of it. */
  of: StepId
  title: string
  kind: Step['kind']
  /** As its author expects; the speed of a rehearsal is taken out. */
  plannedMs?: number
  basis: Basis
  /** Only where it was measured. */
  measuredMs?: number
}

/** The one that succeeded: what went wrong before is no plan. */
const succeeded = (attempts: AttemptState[]) =>
  attempts.findLast((each) => each.status === 'succeeded' && each.durationMs !== undefined)

/** `--yes` confirms at once, and in a rehearsal when the planned time is over: that measures nobody. */
const isConfirmed = (run: RunState, { kind }: Step, { endedBy }: AttemptState) =>
  (kind === 'manual' || kind === 'instruction') && run.confirmAll && endedBy?.kind !== 'person'

/** What the step was before a rehearsal put something in its place. */
const sourceOf = (run: RunState): ReleaseDefinition => run.rehearsal?.source ?? run.definition

function basisOf(run: RunState, step: Step, done: AttemptState): Basis {
  if (['wait', 'gate', 'judge'].includes(step.kind)) return 'given'
  if (step.kind === 'approval') return 'approval'
  const isStub = run.rehearsal && (step.kind === 'command' || step.kind === 'http')
  if (isStub && !run.rehearsal?.real.includes(step.id)) return 'stub'
  return isConfirmed(run, step, done) ? 'confirmed' : 'measured'
}

function timingOf(state: ReleaseState, run: RunState, stepId: StepId): Timing[] {
  const step = selectStep(sourceOf(run), stepId)
  if (!step || run.adHoc?.[stepId]) return []
  const plannedMs = plannedMsOf(step)
  const { title, kind, part } = step
  const of = { stepId, of: part?.of ?? stepId, title, kind, ...(plannedMs === undefined ? {} : { plannedMs }) }
  const done = succeeded(selectAttempts(state, run, stepId))
  if (!done) return [{ ...of, basis: run.skipped[stepId] ? 'skipped' : 'not-done' }]
  const basis = basisOf(run, step, done)
  return [{ ...of, basis, ...(basis === 'measured' ? { measuredMs: done.durationMs! } : {}) }]
}

/** One for each step of the plan, in its order. */
export const selectTimings = (state: ReleaseState, run: RunState): Timing[] =>
  run.plan.flatMap(({ stepId }) => timingOf(state, run, stepId))

/** Runs and rehearsals in which something was measured, the newest first. */
export const selectTimedRuns = (state: ReleaseState): RunState[] =>
  [...state.runOrder.map((id) => state.runs[id]!), ...selectRehearsals(state)]
    .filter((run) => selectTimings(state, run).some((each) => each.basis === 'measured'))
    .toSorted((a, b) => b.seq - a.seq)
