/** Which past releases a person looks at, and in which order. */
import { arrivedAtMs } from '../../analysis/dora/counted.ts'
import type { Deployment, DeploymentOutcome } from './deployments.ts'
import type { PastRelease } from './past-release.ts'

/** The deployment a release is listed by: the last one. */
export const lastDeployment = ({ history }: PastRelease): Deployment | undefined => history?.deployments.at(-1)

/** When it went out, else when it was used last. */
export const dateOf = (past: PastRelease): number => {
  const last = lastDeployment(past)
  return last ? arrivedAtMs(last) : past.updatedAtMs
}

const OUTCOMES: Record<DeploymentOutcome, string> = {
  open: 'under way',
  succeeded: 'succeeded',
  failed: 'failed',
  stopped: 'stopped',
  'rolled-back': 'rolled back',
  'partly-rolled-back': 'partly rolled back',
  'rollback-failed': 'rollback failed',
}

/** What became of its last deployment, in words; of what was never deployed where it stands. */
export const outcomeOf = (past: PastRelease): string => {
  const last = lastDeployment(past)
  return last ? OUTCOMES[last.outcome] : past.status
}

export const rollbackMsOf = ({ history }: PastRelease): number | undefined => history?.rollbacks.at(-1)?.durationMs
export const drillMsOf = ({ history }: PastRelease): number | undefined =>
  history?.drills.findLast(({ outcome }) => outcome === 'succeeded')?.durationMs
export const incidentsOf = ({ history }: PastRelease): number =>
  history?.deployments.reduce((sum, { critical, high }) => sum + critical + high, 0) ?? 0

export const SORTS = ['date', 'name', 'outcome', 'deployment', 'rollback', 'drill', 'issues', 'deviations'] as const
export type Sort = (typeof SORTS)[number]

const KEYS: Record<Sort, (past: PastRelease) => number | string | undefined> = {
  date: dateOf,
  name: ({ name, version }) => `${name} ${version}`,
  outcome: outcomeOf,
  deployment: (past) => lastDeployment(past)?.deployMs,
  rollback: rollbackMsOf,
  drill: drillMsOf,
  issues: incidentsOf,
  deviations: ({ history }) => history?.deviations,
}

/** What has no value stands at the end either way. */
export function sortPast(releases: readonly PastRelease[], by: Sort, isDescending: boolean): PastRelease[] {
  const key = KEYS[by]
  const order = new Intl.Collator('en', { numeric: true })
  return releases.toSorted((a, b) => {
    const [x, y] = [key(a), key(b)]
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined)
    const found = typeof x === 'string' ? order.compare(x, String(y)) : x - Number(y)
    return isDescending ? -found : found
  })
}

export type PastFilter = { text: string; name?: string; fromMs: number }

export function filterPast(releases: readonly PastRelease[], { text, name, fromMs }: PastFilter): PastRelease[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean)
  return releases.filter((each) => {
    if (name !== undefined && each.name !== name) return false
    if (dateOf(each) < fromMs) return false
    const said = `${each.name} ${each.version} ${outcomeOf(each)} ${each.environment ?? ''}`.toLowerCase()
    return words.every((word) => said.includes(word))
  })
}
