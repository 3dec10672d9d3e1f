/** How a document says what came of an issue. */
import type { TimedDecision } from '../../domain/decisions/timed-decision.ts'
import { formatActor, formatRole } from '../words.ts'
import { type Ground, instant } from './ground.ts'

const HOW: Record<NonNullable<TimedDecision['closed']>['how'], string> = {
  'rolled-back': 'Rolled back',
  hold: 'Held',
  'fix-forward': 'Fixed forward',
  vetoed: 'Vetoed',
  escalated: 'Escalated',
  superseded: 'A graver one took its place',
  recorded: 'Recorded',
}

export function decisionState(ground: Ground, { closed, dueAtMs, mode }: TimedDecision): string {
  if (!closed) {
    if (mode === 'record') return 'Recorded'
    return dueAtMs === undefined ? 'Open' : `Open, to be decided by ${instant(ground, dueAtMs)}`
  }
  const { how, by, role, reason, atMs } = closed
  const as = role ? `, as ${formatRole(role)}` : ''
  return `${HOW[how]} by ${formatActor(by)}${as}, ${instant(ground, atMs)}${reason ? `: ${reason}` : ''}`
}
