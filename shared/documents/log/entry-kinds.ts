/** The kinds entries are told apart by: in the Ledger view, and when only some are exported. */

export type EntryKind = { id: string; name: string; types: readonly string[] }

/** Types begin with one of the words, or are one of them. The first kind that fits counts; the last takes what no other does. */
export const ENTRY_KINDS: readonly EntryKind[] = [
  { id: 'runs', name: 'Runs', types: ['run.', 'definition.', 'live.', 'side.', 'instances.'] },
  { id: 'commands', name: 'Commands and exits', types: ['step.'] },
  {
    id: 'decisions',
    name: 'Decisions, approvals',
    types: [
      'approval.',
      'poll.',
      'driver.',
      'secrets.',
      'decision.',
      'batch.overridden',
      'gate.asked',
      'gate.question-withdrawn',
      'gate.kept-waiting',
      'gate.overridden',
      'judge.asked',
      'judge.kept-waiting',
      'judge.promoted',
    ],
  },
  {
    id: 'breaches',
    name: 'Breaches, blindness',
    types: ['metric.', 'source.', 'trigger.', 'gate.judged', 'judge.judged'],
  },
  { id: 'notes', name: 'Notes', types: ['note.', 'remark.'] },
  {
    id: 'process',
    name: 'Process, documents',
    types: ['item.', 'issue.', 'document.', 'history.', 'coverage.', 'finding.', 'feedback.'],
  },
  { id: 'notices', name: 'Notices', types: ['notice.'] },
  { id: 'erasures', name: 'Erasures', types: ['payload.', 'output.erased'] },
  { id: 'output', name: 'Output and samples', types: ['output.', 'samples.', 'gate.measured'] },
  { id: 'record', name: 'The record itself', types: ['release.', 'checkpoint.', 'ledger.', 'guard.', 'engine.'] },
]

export const entryKindOf = (type: string): EntryKind =>
  ENTRY_KINDS.find((kind) => kind.types.some((prefix) => type.startsWith(prefix))) ?? ENTRY_KINDS.at(-1)!
