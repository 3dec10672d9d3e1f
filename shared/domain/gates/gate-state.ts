/**
 * What the record knows of a gate.
 *
 *   holding ──every metric met──▶ judged met ──▶ succeeded
 *      │ └──a failure limit passed──▶ judged failed ──▶ failed
 *      └──no evidence for a while──▶ asked ──▶ withdrawn (evidence again) | kept waiting | overridden | failed by a person
 */
import type { MetricProgress } from '../../analysis/measurement/metric-run.ts'
import type { Actor, PayloadOf } from '../../events/index.ts'

export type GateState = {
  progress: Record<string, MetricProgress>
  asked?: { seq: number; atMs: number; blocks: PayloadOf<'gate.asked'>['blocks'] }
  /** What blocked when a person said to keep waiting. */
  keptWaiting?: { seq: number; atMs: number; by: Actor; blocks: PayloadOf<'gate.asked'>['blocks'] }
  overridden?: { by: Actor; reason: string; atMs: number }
  judged?: Pick<PayloadOf<'gate.judged'>, 'outcome' | 'metrics'> & { atMs: number }
}
