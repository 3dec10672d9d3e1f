/** How many of a role have to approve, who of them counts, and who may not. Names are compared without case and spacing. */
import { formatRole } from '../../documents/words.ts'
import type { ApprovalRule, Person, ReleaseDefinition } from '../../runbook/model.ts'
import { normalName, sameName } from '../same-name.ts'
import type { ApprovalState } from '../state.ts'

type Team = Pick<ReleaseDefinition, 'team' | 'approvals'> | undefined

/** `executor`: who started the run, or is about to. */
export type RoleQuestion = { role: string; rule?: ApprovalRule | undefined; executor?: string | undefined }

/** `missing`: how many more have to say GO; at least one while somebody's NO-GO stands. */
export type RoleVerdict = { given: ApprovalState[]; refusals: ApprovalState[]; missing: number }

export const findPerson = (people: readonly Person[] | undefined, name: string): Person | undefined => {
  const found = (people ?? []).filter((each) => sameName(each.name, name))
  return found.find(({ deputy }) => deputy !== true) ?? found[0]
}

export const nameOf = ({ by }: Pick<ApprovalState, 'by'>): string => (by.kind === 'person' ? by.name : 'Cockpit')

/** A step of the process may ask for more than release.yaml does of the role. */
export const selectRule = (
  team: Team,
  role: string,
  own?: Partial<ApprovalRule> | undefined,
): ApprovalRule | undefined => {
  const rule = team?.approvals?.[role]
  if (!rule && !own) return undefined
  const count = Math.max(rule?.count ?? 1, own?.count ?? 1)
  return { count, notExecutor: (rule?.notExecutor ?? false) || (own?.notExecutor ?? false) }
}

/** Each person once, with what they said last. */
export function lastOfEach(words: readonly ApprovalState[]): ApprovalState[] {
  const latest = new Map<string, ApprovalState>()
  for (const word of words) {
    const key = normalName(nameOf(word))
    latest.delete(key)
    latest.set(key, word)
  }
  return [...latest.values()]
}

const counts = (team: Team, { role, rule, executor }: RoleQuestion, word: ApprovalState): boolean => {
  const people = team?.team[role] ?? []
  if (people.length > 0 && !findPerson(people, nameOf(word))) return false
  return !(rule?.notExecutor && executor !== undefined && sameName(nameOf(word), executor))
}

/** `words`: of this role about one thing, oldest first, none taken back or void. Without a rule the last word is the role's. */
export function judgeRole(team: Team, question: RoleQuestion, words: readonly ApprovalState[]): RoleVerdict {
  const heard = question.rule ? lastOfEach(words.filter((word) => counts(team, question, word))) : words.slice(-1)
  const given = heard.filter(({ decision }) => decision === 'go')
  const refusals = heard.filter(({ decision }) => decision === 'no-go')
  const left = (question.rule?.count ?? 1) - given.length
  return { given, refusals, missing: Math.max(refusals.length > 0 ? 1 : 0, left) }
}

const personWords = ({ name, deputy }: Person) => (deputy ? `${name} (deputy)` : name)

/** `2 of SRE (Ada Obi, Ben Cole (deputy)), not who started the run`. */
export function describeQuestion(team: Team, { role, rule }: RoleQuestion, missing = rule?.count ?? 1): string {
  const people = team?.team[role] ?? []
  const named = people.length > 0 ? ` (${people.map(personWords).join(', ')})` : ''
  const many = missing > 1 ? `${missing} of ` : ''
  return `${many}${formatRole(role)}${named}${rule?.notExecutor ? ', not who starts the run' : ''}`
}

/** Why this person's word would not count for a role with a rule, as a sentence. */
export function refuseVoice(team: Team, question: RoleQuestion, name: string): string | undefined {
  const { role, rule, executor } = question
  if (!rule) return undefined
  const people = team?.team[role] ?? []
  if (people.length > 0 && !findPerson(people, name))
    return `${name} is nobody of ${formatRole(role)}, which is ${people.map(personWords).join(', ')}: one of them has to say so.`
  if (!rule.notExecutor || executor === undefined || !sameName(name, executor)) return undefined
  const others = people.filter((each) => !sameName(each.name, executor)).map(personWords)
  const who = others.length > 0 ? others.join(', ') : 'somebody else'
  return `${name} started this run, and ${formatRole(role)} has to be somebody else: ${who}.`
}
