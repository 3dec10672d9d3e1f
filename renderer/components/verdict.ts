import type { ComparedMetric } from '../../shared/analysis/judge/judge-view.ts'
import type { VerdictStatus } from '../../shared/analysis/judge-target.ts'
import type { MetricPhase } from '../../shared/analysis/measurement/metric-run.ts'
import { SCORE_WORDS } from '../../shared/documents/scorecard-words.ts'
import type { MarkName } from './mark.tsx'

/** The same words as on the scorecard. */
export const VERDICT_WORDS: Record<VerdictStatus, string> = SCORE_WORDS

/** No data and thin data are states of their own: never a pass. */
export const VERDICT_MARKS: Record<VerdictStatus, MarkName> = {
  holds: 'dot',
  near: 'near',
  breach: 'warning',
  thin: 'thin',
  'no-data': 'no-data',
  blind: 'source-error',
  'no-target': 'ring',
}

export const verdictTone = (status: VerdictStatus): string =>
  status === 'breach' ? 'red' : status === 'holds' ? 't2' : status === 'no-target' ? 't3' : 't1'

export const CLASS_MARKS: Record<ComparedMetric['classification'], MarkName> = {
  pass: 'tick',
  high: 'failed',
  low: 'failed',
  thin: 'thin',
  nodata: 'no-data',
  missing: 'failed',
  blind: 'source-error',
}

export const GATE_MARKS: Record<MetricPhase, MarkName> = {
  met: 'tick',
  holding: 'pie',
  pending: 'ring',
  inconclusive: 'near',
  flapping: 'source-error',
  thin: 'thin',
  'no-data': 'no-data',
  blind: 'source-error',
  failed: 'failed',
}
