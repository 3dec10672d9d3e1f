import type { ItemEvidence } from '../events/process-events.ts'

/** What shows that something is done, in a few words. */
export const describeEvidence = (evidence: ItemEvidence): string => {
  if (evidence.kind === 'file') return `${evidence.path}, SHA-256 ${evidence.sha256.slice(0, 8)}`
  if (evidence.kind === 'link') return evidence.url
  return evidence.kind === 'run' ? `Run ${evidence.runId}` : evidence.text
}
