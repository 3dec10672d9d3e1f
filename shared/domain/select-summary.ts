/** One line about a release: the row of the release list, kept beside the ledger so that nothing is folded to show it. */
import { selectOpenDecisions } from './decisions/select-decisions.ts'
import { countOpenNotices } from './notices/pending-notices.ts'
import { planRollback } from './rollback-plan.ts'
import { selectRunMood } from './select-steps.ts'
import type { ReleaseState, RunState } from './state.ts'
import { selectCurrentRun, selectOpenRehearsals, selectOpenRuns, selectUnfinished } from './steps.ts'
import { selectRunningValidation } from './validation/period.ts'

export type ReleaseSummaryLine = {
  name: string
  version: string
  folder: string
  status: string
  environment?: string
  /** Rehearsals too: they are taken up after a crash like any run. */
  openRuns: number
  /** Decisions the room still owes. */
  openDecisions: number
  /** Messages that are not out yet. */
  openNotices: number
  /** Until when what is live is validated; absent when nothing is. */
  validatedUntilMs?: number
}

/** Whether nothing that started is left to undo. */
const isTakenBack = (state: ReleaseState, run: RunState): boolean =>
  run.services === undefined || !planRollback(state, run.environment)?.steps.some((each) => each.undoes)

/** `rolled back`, `succeeded`…: how the last run of the release left it. */
export function selectReleaseStatus(state: ReleaseState, nowMs: number): string {
  const run = selectCurrentRun(state)
  if (selectOpenRuns(state).length === 0 && selectOpenRehearsals(state).length > 0) return 'rehearsing'
  if (state.closed) return 'closed'
  if (state.standing && (!run || run.finished)) return state.standing.kind
  if (!run) return 'never run'
  const mood = selectRunMood(state, run, nowMs)
  if (run.kind === 'deploy') return mood
  if (!run.finished) return 'rolling back'
  if (run.finished.outcome !== 'succeeded') return 'rollback failed'
  if (run.drill) return 'drill passed'
  return isTakenBack(state, run) ? 'rolled back' : 'partly rolled back'
}

const LIVELY = [
  'running',
  'needs-person',
  'paused',
  'held',
  'halted',
  'verifying',
  'stopping',
  'taken-over',
  'rolling back',
  'rehearsing',
]

/** Whether a status says that a run is open. */
export const isLively = (status: string): boolean => LIVELY.includes(status)

export function selectSummary(state: ReleaseState, nowMs: number): ReleaseSummaryLine {
  const run = selectCurrentRun(state)
  const validation = selectRunningValidation(state, nowMs)
  return {
    name: state.definition?.name ?? state.name,
    version: state.definition?.version ?? state.version,
    folder: state.folder,
    status: selectReleaseStatus(state, nowMs),
    environment: run?.environment,
    openRuns: selectUnfinished(state).length,
    openDecisions: selectOpenDecisions(state).length,
    openNotices: countOpenNotices(state),
    ...(validation ? { validatedUntilMs: validation.toMs } : {}),
  }
}
