/** How triggers and the decisions they lead to read among notes and decisions. */
import { formatRole } from '../documents/words.ts'
import type { CockpitEvent, PayloadOf, RecordedEvent } from '../events/index.ts'
import type { Wording } from './project-feed.ts'

const SEVERITY = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' } as const
const CHOICES = { 'roll-back': 'Roll back', hold: 'Hold', 'fix-forward': 'Fix forward' } as const
const EXPIRED = {
  'roll-back': 'Nobody vetoed: the rollback starts',
  escalate: 'The clock ran out: it escalates',
  ask: 'The clock ran out: a person decides',
} as const

const opened = ({ severity, mode, words }: PayloadOf<'decision.opened'>): Wording | undefined => {
  if (mode === 'record') return undefined
  const asks = mode === 'countdown' ? 'rolls back by itself unless vetoed' : 'asks the room'
  return { kind: 'decision', text: `${SEVERITY[severity]}, ${asks}: ${words}` }
}

export function triggerWording(event: RecordedEvent): Wording | undefined {
  const { type, payload }: CockpitEvent = event
  switch (type) {
    case 'trigger.fired':
      return {
        kind: 'fired',
        text: `${SEVERITY[payload.severity]} trigger fired${payload.again ? ' again' : ''}: ${payload.rule}`,
      }
    case 'trigger.cleared':
      return { kind: 'recovered', text: `Trigger is clear: ${payload.rule}` }
    case 'decision.opened':
      return opened(payload)
    case 'decision.vetoed':
      return { kind: 'decision', text: `Veto, ${formatRole(payload.role)}. ${payload.reason}` }
    case 'decision.expired':
      return { kind: 'decision', text: `${EXPIRED[payload.outcome]}${payload.away ? ', nobody watched' : ''}` }
    case 'decision.answered':
      return { kind: 'decision', text: `${CHOICES[payload.choice]}. ${payload.reason}` }
    default:
      return undefined
  }
}
