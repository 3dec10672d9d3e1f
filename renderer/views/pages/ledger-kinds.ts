import type { RecordedEvent } from '../../../shared/events/index.ts'
import type { MarkName } from '../../components/mark.tsx'

export const KINDS: { name: string; mark: MarkName; types: string[] }[] = [
  { name: 'Runs', mark: 'flag', types: ['run.', 'definition.', 'live.', 'side.', 'instances.'] },
  { name: 'Commands and exits', mark: 'play', types: ['step.'] },
  {
    name: 'Decisions, approvals',
    mark: 'decision',
    types: [
      'approval.',
      'secrets.',
      'decision.',
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
    name: 'Breaches, blindness',
    mark: 'critical',
    types: ['metric.', 'source.', 'trigger.', 'gate.judged', 'judge.judged'],
  },
  { name: 'Notes', mark: 'note', types: ['note.'] },
  { name: 'Erasures', mark: 'warning-line', types: ['payload.', 'output.erased'] },
  { name: 'Output and samples', mark: 'lock', types: ['output.', 'samples.', 'gate.measured'] },
  { name: 'The record itself', mark: 'ledger', types: ['release.', 'checkpoint.', 'guard.', 'engine.'] },
]

export const kindOf = (type: string) =>
  KINDS.find((kind) => kind.types.some((prefix) => type.startsWith(prefix))) ?? KINDS.at(-1)!
export const whoOf = (event: RecordedEvent) => (event.actor.kind === 'person' ? event.actor.name : 'Cockpit')
