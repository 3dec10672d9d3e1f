/** What every part of the deck looks at, picked once from the fold. */
import { useMemo } from 'react'
import { type EarlierTimes, earlierTimes } from '../../shared/domain/history/step-hints.ts'
import { type Forecast, projectForecast, projectWindow } from '../../shared/domain/project-forecast.ts'
import { planRollback, type RollbackPlan } from '../../shared/domain/rollback-plan.ts'
import type { ReleaseState, RunState } from '../../shared/domain/state.ts'
import { selectOpenRehearsals, selectOpenRuns, selectRehearsals } from '../../shared/domain/steps.ts'
import type { RunId } from '../../shared/ids.ts'
import type { Environment, ReleaseDefinition } from '../../shared/runbook/model.ts'
import { useCockpit, useUi } from './context.tsx'

export type Deck = {
  state: ReleaseState
  definition: ReleaseDefinition
  environment: Environment
  /** The open run, else the last one of this environment. */
  run?: RunState
  /** The runs shown together: a deploy and the rollback after it. Oldest first. */
  runs: RunState[]
  isOpen: boolean
  rollback?: RollbackPlan
  /** What earlier runs took, where a step has no plan. Absent in a rehearsal, which takes what it is told to. */
  earlier?: EarlierTimes
  nowMs: number
  /** The offset every time on the screen is written in. */
  offsetMinutes: number
}

const byDefault = (definition: ReleaseDefinition): string | undefined =>
  definition.runbook.stages.find((stage) => stage.kind === 'forward' && stage.environment)?.environment ??
  definition.environments[0]?.name

/** A rollback is read together with the deploy it undoes. */
function together(state: ReleaseState, run: RunState | undefined): RunState[] {
  if (!run) return []
  if (run.kind === 'deploy') return [run]
  const deploys = state.runOrder
    .map((id) => state.runs[id]!)
    .filter((each) => each.kind === 'deploy' && each.environment === run.environment && each.seq < run.seq)
  const before = deploys.at(-1)
  return before ? [before, run] : [run]
}

/** What runs for real comes first, whatever is looked at. */
const rehearsalOf = (state: ReleaseState, looked: RunId | 'last' | undefined): RunState | undefined =>
  selectOpenRehearsals(state).at(-1) ??
  (looked === 'last' ? selectRehearsals(state).at(-1) : selectRehearsals(state).find(({ id }) => id === looked))

/** `looked`: the rehearsal that is over and still looked at. */
export function selectDeck(
  state: ReleaseState,
  wanted: string | undefined,
  nowMs: number,
  looked?: RunId | 'last',
): Deck | undefined {
  const definition = state.definition
  if (!definition) return undefined
  const rehearsal = rehearsalOf(state, looked)
  const open = selectOpenRuns(state).at(-1) ?? (rehearsal?.finished ? undefined : rehearsal)
  const name =
    (open ?? rehearsal)?.environment ??
    wanted ??
    state.runs[state.runOrder.at(-1)!]?.environment ??
    byDefault(definition)
  const known =
    (open?.definition ?? definition).environments.find((each) => each.name === name) ?? definition.environments[0]
  const environment = known ?? { name: name ?? 'none', vars: {}, secrets: {}, protected: false }
  const last = state.runOrder.map((id) => state.runs[id]!).findLast((run) => run.environment === environment.name)
  const run = open ?? rehearsal ?? last
  const offsetMinutes = definition.windows[0]?.offsetMinutes ?? -new Date(nowMs).getTimezoneOffset()
  const rollback = planRollback(state, environment.name)
  return {
    state,
    // Metrics, services and the way back of a rehearsal are those of the release.
    definition: run?.rehearsal?.source ?? run?.definition ?? definition,
    environment,
    run,
    runs: together(state, run),
    isOpen: open !== undefined,
    rollback,
    nowMs,
    offsetMinutes,
  }
}

/** Undefined while no release is open. Renders once per tick and once per change of the ledger. */
export function useDeck(): Deck | undefined {
  const state = useCockpit((each) => each.release)
  const nowMs = useCockpit((each) => each.nowMs)
  const environment = useUi((each) => each.environment)
  const looked = useUi((each) => each.rehearsal)
  const steps = useCockpit((each) => each.earlier?.steps)
  const deck = state && selectDeck(state, environment, nowMs, looked)
  const name = deck?.environment.name
  const earlier = useMemo(() => (steps && name !== undefined ? earlierTimes(steps, name) : undefined), [steps, name])
  return deck && earlier && !deck.run?.rehearsal ? { ...deck, earlier } : deck
}

export const selectClocks = ({
  state,
  run,
  environment,
  nowMs,
  earlier,
}: Deck): Partial<Forecast> & ReturnType<typeof projectWindow> =>
  run ? projectForecast(state, run, nowMs, earlier) : projectWindow(state, environment.name, nowMs, earlier)
