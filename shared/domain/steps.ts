/** Questions about steps of a run or definition; no state is kept here. */
import type { StepId } from '../ids.ts'
import type { ReleaseDefinition, Stage, Step } from '../runbook/model.ts'
import type { AttemptState, AttemptStatus, ReleaseState, RunState } from './state.ts'

/** An attempt that has neither ended nor been lost. */
export const OPEN: readonly AttemptStatus[] = ['requested', 'running', 'waiting']

export const isOpen = (attempt: AttemptState | undefined) => attempt !== undefined && OPEN.includes(attempt.status)

/** What a step is planned to take: as its author expects, or as long as it waits or holds. How much of `keep-old` is left nobody can plan. */
export const plannedMsOf = ({ kind, attributes }: Step): number | undefined =>
  attributes.expectMs ?? heldMsOf({ kind, attributes })

const heldMsOf = ({ kind, attributes }: Pick<Step, 'kind' | 'attributes'>): number | undefined => {
  if (kind === 'wait') return attributes.sinceSwitch ? undefined : attributes.waitMs
  return kind === 'gate' ? attributes.gate?.forMs : kind === 'judge' ? attributes.judge?.forMs : undefined
}

export const selectStage = (definition: ReleaseDefinition, id: string): Stage | undefined =>
  definition.runbook.stages.find((stage) => stage.id === id)

export const selectStep = (definition: ReleaseDefinition, id: StepId): Step | undefined =>
  definition.runbook.stages.flatMap((stage) => stage.steps).find((step) => step.id === id)

/** Attempts of one step in one run, oldest first. */
export const selectAttempts = (state: ReleaseState, run: RunState, id: StepId): AttemptState[] =>
  run.attempts.map((each) => state.attempts[each]!).filter((attempt) => attempt.stepId === id)

export const selectLastAttempt = (state: ReleaseState, run: RunState, id: StepId): AttemptState | undefined =>
  selectAttempts(state, run, id).at(-1)

export const selectOpenAttempts = (state: ReleaseState, run: RunState): AttemptState[] =>
  run.attempts.map((each) => state.attempts[each]!).filter(isOpen)

/** Runs of an environment that are not finished, oldest first. */
export const selectOpenRuns = (state: ReleaseState, environment?: string): RunState[] =>
  state.runOrder
    .map((id) => state.runs[id]!)
    .filter((run) => !run.finished && (environment === undefined || run.environment === environment))

/** Rehearsals, oldest first. */
export const selectRehearsals = (state: ReleaseState): RunState[] =>
  (state.rehearsals ?? []).map((id) => state.runs[id]!)

export const selectOpenRehearsals = (state: ReleaseState): RunState[] =>
  selectRehearsals(state).filter((run) => !run.finished)

/** All that goes on: open runs, then open rehearsals. */
export const selectUnfinished = (state: ReleaseState): RunState[] => [
  ...selectOpenRuns(state),
  ...selectOpenRehearsals(state),
]

/** The run a room looks at: the open one started last, else the last one. */
export const selectCurrentRun = (state: ReleaseState): RunState | undefined =>
  selectOpenRuns(state).at(-1) ?? (state.runOrder.length > 0 ? state.runs[state.runOrder.at(-1)!] : undefined)
