/** Whether what a trigger fired for is still so: a rollback never starts by itself on samples of a while ago. */
import type { Evidence } from '../../shared/domain/decisions/interlocks.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import type { MetricLoop } from './metric-loop.ts'

export const evidenceOf = (
  loop: MetricLoop,
  release: ReleaseId,
  environment: string,
  triggerId: string | undefined,
  nowMs: number,
): Evidence =>
  // A person's word does not grow old.
  triggerId === undefined ? { fresh: true } : loop.evidenceOf(release, environment, triggerId, nowMs)
