/** What went wrong after a deployment, from when, and when it was over. */
import type { IssueView } from '../issues/project-issues.ts'
import type { ReleaseState, RunState } from '../state.ts'

/** `hasFailed`: it was taken back, all or part of it, or a critical or high issue came of it. */
export type Trouble = {
  hasFailed: boolean
  critical: number
  high: number
  /** Of the newest rollback that ended well. */
  rollbackMs?: number
  /** The first critical or high issue; where a rollback came without one, the end of the deploy it took back, or its own start when that was earlier. */
  troubleFromMs?: number
  /** The end of the rollback, else when the last of those issues was resolved or closed; absent while it is not over. */
  recoveredAtMs?: number
}

type Ground = { rollbacks: RunState[]; deployEndMs: number | undefined; issues: IssueView[] }

/** What a trigger found with nothing of this release to take back, and what turned out to be nothing, is no trouble of it. */
const counts =
  (state: ReleaseState) =>
  ({ id, severity }: IssueView): boolean =>
    (severity === 'critical' || severity === 'high') &&
    state.decisions?.[id]?.mode !== 'record' &&
    state.issues?.[id]?.resolved?.outcome !== 'no-issue'

/** The last word on all of them; undefined while one has none. */
function settledAtMs(state: ReleaseState, issues: IssueView[]): number | undefined {
  const ends = issues.map(({ id, status }) => {
    const said = state.issues?.[id]
    return status === 'resolved' || status === 'closed' ? (said?.closed ?? said?.resolved)?.atMs : undefined
  })
  return ends.length > 0 && ends.every((ms) => ms !== undefined) ? Math.max(...ends) : undefined
}

export function troubleOf(state: ReleaseState, { rollbacks, deployEndMs, issues }: Ground): Trouble {
  const grave = issues.filter(counts(state))
  const done = rollbacks.findLast((run) => run.finished?.outcome === 'succeeded')
  const firstBack = rollbacks[0]
  const foundMs = grave.length > 0 ? Math.min(...grave.map(({ atMs }) => atMs)) : undefined
  const fromMs = foundMs ?? (firstBack && Math.min(deployEndMs ?? firstBack.startedAtMs, firstBack.startedAtMs))
  const overMs = done?.finished?.atMs ?? settledAtMs(state, grave)
  return {
    hasFailed: rollbacks.length > 0 || grave.length > 0,
    critical: grave.filter(({ severity }) => severity === 'critical').length,
    high: grave.filter(({ severity }) => severity === 'high').length,
    ...(done ? { rollbackMs: Math.max(0, done.finished!.atMs - done.startedAtMs) } : {}),
    ...(fromMs === undefined ? {} : { troubleFromMs: fromMs }),
    ...(fromMs === undefined || overMs === undefined ? {} : { recoveredAtMs: Math.max(fromMs, overMs) }),
  }
}
