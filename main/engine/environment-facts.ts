/** What the record says of an environment that is to be watched. */
import { selectOpenDecisions } from '../../shared/domain/decisions/select-decisions.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { selectOpenRuns } from '../../shared/domain/steps.ts'
import { selectRunningValidation } from '../../shared/domain/validation/period.ts'
import type { PayloadOf } from '../../shared/events/index.ts'
import { clockNews } from './source-clock.ts'

/** By metric name. */
export const knownHealth = (state: ReleaseState, environment: string) =>
  Object.fromEntries(
    Object.entries(state.metrics).flatMap(([key, health]) =>
      key.startsWith(`${environment}/`) ? [[key.slice(environment.length + 1), health]] : [],
    ),
  )

/** Several metrics of one server find out the same. */
export const isSaid = (
  state: ReleaseState,
  { environment, source, aheadMs }: PayloadOf<'source.clock-differs'>,
): boolean => clockNews(state.sourceClocks?.[`${environment}/${source}`] ?? 0, { source, aheadMs }) === undefined

/** Since when what is live there is validated, if it is. */
export const validatedFrom = (
  state: ReleaseState,
  environment: string,
  nowMs: number,
): { validatedFromMs?: number } => {
  const period = selectRunningValidation(state, nowMs)
  return period?.environment === environment ? { validatedFromMs: period.fromMs } : {}
}

/** Where a release was left with something open. */
export const selectLeftEnvironment = (state: ReleaseState, nowMs: number): string | undefined =>
  selectOpenRuns(state).at(-1)?.environment ??
  selectOpenDecisions(state)[0]?.environment ??
  selectRunningValidation(state, nowMs)?.environment
