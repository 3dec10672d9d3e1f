import type { VerdictStatus } from '../../shared/analysis/judge-target.ts'
import type { MarkName } from './mark.tsx'

export const VERDICT_WORDS: Record<VerdictStatus, string> = {
  holds: 'Holds',
  near: 'Near limit',
  breach: 'Breach',
  thin: 'Thin',
  'no-data': 'No data',
  blind: 'Source error',
  'no-target': 'No target',
}

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
