/** What is missing of a list of conditions, and who can give it. */
import { formatRole } from '../../documents/words.ts'
import { APPROVED_SUBJECTS } from '../../process/known-rules.ts'
import { missingWords, selectSubject } from '../signoffs/subject-words.ts'
import type { ReleaseState } from '../state.ts'
import type { ItemView } from './project-process.ts'

export type MissingCondition = {
  /** An item of the process, or the name of a rule. */
  id: string
  title: string
  words: string
  /** Roles who can say so; empty when the ledger itself must know. */
  asks: string[]
  isVoid: boolean
}

export const ofItem = ({ item, words, status, isKnown }: ItemView): MissingCondition => ({
  id: item.id,
  title: item.title,
  words: words || 'Nobody has said so yet.',
  asks: isKnown ? [] : item.asks,
  isVoid: status === 'void',
})

const roleTitle = (state: ReleaseState, role: string) =>
  state.definition?.process?.roles[role]?.title ?? formatRole(role)

/** What is not on record and decides about a start. `executor`: who would start it. */
export type StartGround = {
  executor?: string | undefined
  environment?: string | undefined
  /** Of the way back, where the folder was looked at. */
  missingScripts?: readonly string[] | undefined
}

/** What a condition's name begins with when it asks for approvals. */
export const APPROVALS = 'approvals/'

/** Roles whose approval is missing, void or refused, each with what there is. */
export function ofApprovals(state: ReleaseState, name: string, { executor }: StartGround): MissingCondition[] {
  const id = name.slice(APPROVALS.length)
  const kind = APPROVED_SUBJECTS.find((each) => each === id)
  const ref = kind ? { kind } : { kind: 'process-step' as const, subjectId: id }
  const view = selectSubject(state, ref, executor)
  return (view?.roles ?? [])
    .filter(({ missing }) => missing > 0)
    .map((each) => ({
      id: `${name}/${each.role}`,
      title: `${roleTitle(state, each.role)} approves: ${view!.title}`,
      words: missingWords(each),
      asks: [each.role],
      isVoid: each.words.some(({ standing }) => standing === 'void'),
    }))
}

const MOST_NAMED = 3

/** How many are missing, which first, and who can give them. */
export function describeConditions(state: ReleaseState, missing: readonly MissingCondition[]): string {
  const named = missing.slice(0, MOST_NAMED).map(({ id, title, words, asks }) => {
    const who =
      asks.length > 0 && !id.startsWith(APPROVALS) && id !== 'go-poll'
        ? `${asks.map((role) => roleTitle(state, role)).join(' or ')} can say so`
        : words
    return `“${title}” (${who.replace(/\.$/, '')})`
  })
  const rest = missing.length - named.length
  const more = rest > 0 ? ` and ${rest} more` : ''
  const noun = missing.length === 1 ? '1 condition is missing' : `${missing.length} conditions are missing`
  return `${noun}: ${named.join(', ')}${more}`
}
