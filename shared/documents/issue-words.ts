/** How issues and feedback are put in words, for terminal, screen and documents. */
import type { IssueStatus, IssueView } from '../domain/issues/project-issues.ts'

export const ISSUE_WORDS: Record<IssueStatus, string> = {
  open: 'Open',
  taken: 'Taken',
  resolved: 'Resolved',
  accepted: 'Known issue',
  closed: 'Closed',
}

export const ISSUE_OUTCOMES = {
  fixed: 'fixed',
  'worked-around': 'worked around',
  'rolled-back': 'rolled back',
  'no-issue': 'no issue after all',
} as const

export const MOOD_WORDS = { good: 'Good', mixed: 'Mixed', bad: 'Bad' } as const

const ORIGINS: Record<IssueView['origin'], string> = {
  person: 'reported',
  declared: 'declared',
  trigger: 'a trigger',
  late: 'found late',
}

/** Where it comes from: `api in production, reported by Ada Obi`. */
export function issueSource({ service, environment, origin, by }: IssueView): string {
  const where = [service, environment].filter(Boolean).join(' in ')
  const who = by === undefined ? ORIGINS[origin] : `${ORIGINS[origin]} by ${by}`
  return where === '' ? who : `${where}, ${who}`
}

/** How it stands: what was said last, or who sees to it. */
export function issueStanding({ status, person, words }: IssueView): string {
  if (words !== '') return words
  return status === 'taken' ? `${person} sees to it` : 'Nobody sees to it yet'
}
