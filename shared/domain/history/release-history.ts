/**
 * What the list of past releases knows of one: a projection of its state, small enough that a thousand are listed at once. It is kept beside the ledger as a
 * cache and made again from the entries whenever it is missing, of another version or behind: nothing is ever verified or decided by it.
 */
import type { ReleaseState, RunState } from '../state.ts'
import { type Deployment, projectDeployments } from './deployments.ts'

/** Raised whenever what is projected changes: rows of another version are made again. */
export const HISTORY_VERSION = 2

/** A rollback or a drill that ended. */
export type TimedRollback = {
  environment: string
  startedAtMs: number
  durationMs: number
  outcome: 'succeeded' | 'failed' | 'stopped'
  /** Of some services only. */
  isPartial?: boolean
}

export type ReleaseHistory = {
  name: string
  version: string
  createdAtMs: number
  /** In protected environments, oldest first. */
  deployments: Deployment[]
  rollbacks: TimedRollback[]
  drills: TimedRollback[]
  approvals: number
  deviations: number
  /** Of what git said last: how many commits, and when the middle one was made. */
  commits?: { count: number; medianAtMs: number }
}

const timed = (run: RunState): TimedRollback[] =>
  run.finished === undefined || run.plan.length === 0
    ? []
    : [
        {
          environment: run.environment,
          startedAtMs: run.startedAtMs,
          durationMs: Math.max(0, run.finished.atMs - run.startedAtMs),
          outcome: run.finished.outcome,
          ...(run.services === undefined ? {} : { isPartial: true }),
        },
      ]

/** What went another way than planned: overridden rules, typed commands, amendments. */
const deviationsOf = (run: RunState): number =>
  run.deviations.length + Object.keys(run.adHoc ?? {}).length + (run.amendments?.length ?? 0)

export function projectHistory(state: ReleaseState): ReleaseHistory {
  const runs = state.runOrder.map((id) => state.runs[id]!)
  const back = runs.filter((run) => run.kind === 'rollback')
  const commits = state.history?.commits
  return {
    name: state.definition?.name ?? state.name,
    version: state.definition?.version ?? state.version,
    createdAtMs: state.createdAtMs,
    deployments: projectDeployments(state, runs),
    rollbacks: back.filter((run) => !run.drill && run.protected).flatMap(timed),
    drills: back.filter((run) => run.drill).flatMap(timed),
    approvals: state.approvals.filter((each) => !each.revoked && each.voided === undefined).length,
    deviations: runs.reduce((sum, run) => sum + deviationsOf(run), 0),
    ...(commits ? { commits } : {}),
  }
}
