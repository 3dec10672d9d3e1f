/** How deck and terminal say what has to be decided. */
import type { TimedDecision } from '../domain/decisions/timed-decision.ts'
import { formatClock } from './words.ts'

const SEVERITY = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' }

export const severityWord = ({ severity }: Pick<TimedDecision, 'severity'>): string => SEVERITY[severity]

/** What comes when nobody says anything. */
export function decisionHeading({ mode, severity, dueAtMs }: TimedDecision, nowMs: number): string {
  const left = dueAtMs === undefined ? '' : formatClock(Math.max(0, dueAtMs - nowMs))
  if (mode === 'countdown') return `Rolls back by itself in ${left}`
  if (dueAtMs === undefined) return 'Decide now'
  return `Decide within ${left}, then it is ${severity === 'high' ? 'critical' : 'high'}`
}

/** Why nothing happens by itself; empty where it does, or where nothing would. */
export const decisionReasons = ({ interlocks }: TimedDecision): string =>
  interlocks.length === 0 ? '' : `Nothing rolls back by itself: ${interlocks.join(' ')}`
