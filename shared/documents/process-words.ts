/** How the process stands, in words for a terminal and for the screen. */
import type { ItemStatus, ItemView, ProcessStepView, ProcessView } from '../domain/process/project-process.ts'
import { isSettled } from '../domain/process/project-process.ts'
import type { ReleaseProcess } from '../process/model.ts'
import { formatRole } from './words.ts'

export const ITEM_WORDS: Record<ItemStatus, string> = {
  done: 'Done',
  waived: 'Set aside',
  'not-needed': 'Not needed',
  void: 'Void',
  taken: 'Taken',
  open: 'Open',
}

export const STEP_WORDS: Record<ProcessStepView['status'], string> = {
  done: 'Done',
  going: 'Going on',
  blocked: 'Waits',
  waiting: 'Not begun',
}

const GROUPS: Record<string, string> = { 'all-leads': 'All leads', stakeholders: 'All stakeholders' }

export const roleTitle = (process: ReleaseProcess, role: string): string =>
  process.roles[role]?.title ?? GROUPS[role] ?? formatRole(role)

export const roleTitles = (process: ReleaseProcess, roles: readonly string[]): string =>
  roles.map((role) => roleTitle(process, role)).join(', ')

/** What an item rests on, or what it waits for. */
export function itemWords(process: ReleaseProcess, { item, status, words, by, isKnown }: ItemView): string {
  if (status === 'taken') return `${by} sees to it`
  if (words !== '') return status === 'done' && !isKnown && by ? `${words} (${by})` : words
  return item.asks.length > 0 ? `${roleTitles(process, item.asks)} can say so` : 'Nobody has said so yet'
}

export const countWords = (items: readonly ItemView[]): string => `${items.filter(isSettled).length} of ${items.length}`

/** `Step 3 of 8, Staging: 4 of 12. Next: …`: the first step that is neither done nor waits for another. */
export function processLine({ process, steps }: ProcessView): string {
  const now = steps.find(({ status }) => status !== 'done' && status !== 'blocked')
  if (!now) return `${process.title}: all ${steps.length} steps are done`
  const next = [...now.tasks, ...now.deliverables].find((each) => !isSettled(each))
  const late = now.isLate ? ', late' : ''
  return `${process.title}: step ${now.number} of ${steps.length}, ${now.step.title}, ${now.settled} of ${now.of}${late}${next ? `. Next: ${next.item.title}` : ''}`
}
