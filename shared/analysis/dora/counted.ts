/** The deployments the measures are made of, and what each of them adds. */
import type { Deployment } from '../../domain/history/deployments.ts'
import type { ReleaseHistory } from '../../domain/history/release-history.ts'

const COUNTED: readonly Deployment['outcome'][] = ['succeeded', 'rolled-back', 'partly-rolled-back', 'rollback-failed']

/** When it arrived, or was taken back before it did. */
export const arrivedAtMs = ({ endedAtMs, recoveredAtMs, startedAtMs }: Deployment): number =>
  endedAtMs ?? recoveredAtMs ?? startedAtMs

/** With the release it is of. */
export type Counted = Deployment & { name: string; version: string; commitsAtMs?: number }

/** Of all releases, the one that began first is first. */
export const selectCounted = (releases: readonly ReleaseHistory[]): Counted[] =>
  releases
    .flatMap(({ name, version, commits, deployments }) =>
      deployments
        .filter((each) => COUNTED.includes(each.outcome))
        .map((each) => ({ ...each, name, version, ...(commits ? { commitsAtMs: commits.medianAtMs } : {}) })),
    )
    .toSorted((a, b) => a.startedAtMs - b.startedAtMs)

/** Undefined where git said nothing, and where a clock was wrong: a commit cannot be younger than what brought it. */
export function leadTimeMsOf({ commitsAtMs, endedAtMs, outcome }: Counted): number | undefined {
  if (commitsAtMs === undefined || endedAtMs === undefined || outcome === 'rolled-back') return undefined
  return endedAtMs >= commitsAtMs ? endedAtMs - commitsAtMs : undefined
}

/** Undefined where nothing failed and where it is not over. */
export const recoveryMsOf = ({ troubleFromMs, recoveredAtMs }: Deployment): number | undefined =>
  troubleFromMs === undefined || recoveredAtMs === undefined ? undefined : recoveredAtMs - troubleFromMs
