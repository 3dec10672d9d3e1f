import { ENTRY_KINDS, entryKindOf } from '../../../shared/documents/log/entry-kinds.ts'
import type { RecordedEvent } from '../../../shared/events/index.ts'
import type { MarkName } from '../../components/mark.tsx'

const MARKS: Record<string, MarkName> = {
  runs: 'flag',
  commands: 'play',
  decisions: 'decision',
  breaches: 'critical',
  notes: 'note',
  process: 'tick',
  notices: 'right',
  erasures: 'warning-line',
  output: 'lock',
}

const marked = ({ id, name }: (typeof ENTRY_KINDS)[number]) => ({ name, mark: MARKS[id] ?? ('ledger' as const) })

export const KINDS = ENTRY_KINDS.map(marked)

export const kindOf = (type: string) => marked(entryKindOf(type))
export const whoOf = (event: RecordedEvent) => (event.actor.kind === 'person' ? event.actor.name : 'Cockpit')
