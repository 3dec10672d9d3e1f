/** What a protected environment still asks for before a run (`production-requires` of the process). Never asked by a rollback. */
import { formatRole } from '../../documents/words.ts'
import { APPROVED_SUBJECTS, KNOWN_RULES } from '../../process/known-rules.ts'
import type { KnownRule } from '../../process/model.ts'
import { missingWords, selectSubject } from '../signoffs/subject-words.ts'
import type { ReleaseState } from '../state.ts'
import { judgeKnown } from './known-facts.ts'
import { findItemView, type ItemView, isSettled, type ProcessView, projectProcess } from './project-process.ts'

export type MissingCondition = {
  /** An item of the process, or the name of a rule. */
  id: string
  title: string
  words: string
  /** Roles who can say so; empty when the ledger itself must know. */
  asks: string[]
  isVoid: boolean
}

const RULE_TITLES: Partial<Record<KnownRule, string>> = {
  'staging-deployed': 'Deployed to staging',
  'rollback-written': 'A way back is written down',
  'rollback-tested': 'Rollback tested as it stands',
}

const titleOf = (rule: KnownRule) => RULE_TITLES[rule] ?? rule.replaceAll('-', ' ')

const ofItem = ({ item, words, status, isKnown }: ItemView): MissingCondition => ({
  id: item.id,
  title: item.title,
  words: words || 'Nobody has said so yet.',
  asks: isKnown ? [] : item.asks,
  isVoid: status === 'void',
})

/** Rules that rest on items are asked for as those items. */
const noItems = (rule: KnownRule): never => {
  throw new Error(`${rule} is no rule of its own.`)
}

const roleTitle = (state: ReleaseState, role: string) =>
  state.definition?.process?.roles[role]?.title ?? formatRole(role)

/** What is not on record and decides about a start. `executor`: who would start it. */
export type StartGround = { executor?: string | undefined }

const APPROVALS = 'approvals/'

/** Roles whose approval is missing, void or refused, each with what there is. */
function ofApprovals(state: ReleaseState, name: string, { executor }: StartGround): MissingCondition[] {
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

function ofRequirement(
  state: ReleaseState,
  view: ProcessView,
  name: string,
  nowMs: number,
  ground: StartGround,
): MissingCondition[] {
  if (name.startsWith(APPROVALS)) return ofApprovals(state, name, ground)
  const open = (items: ItemView[]) => items.filter((each) => !isSettled(each)).map(ofItem)
  if (name === 'entry-criteria') return open(view.entry)
  if (name === 'checklist' || name === 'checklist-complete') return open(view.checklist)
  const item = findItemView(view, name)
  if (item) return open([item])
  const rule = KNOWN_RULES.find((each) => each === name)
  if (!rule) return []
  const fact = judgeKnown(state, rule, nowMs, noItems)
  return fact.holds
    ? []
    : [{ id: rule, title: titleOf(rule), words: fact.words, asks: [], isVoid: fact.isVoid ?? false }]
}

/** In the order the process names them; a rule that an item of them rests on is not said again. */
export function selectMissingConditions(
  state: ReleaseState,
  nowMs: number,
  ground: StartGround = {},
): MissingCondition[] {
  const view = projectProcess(state, nowMs)
  if (!view) return []
  const all = view.process.productionRequires.flatMap((name) => ofRequirement(state, view, name, nowMs, ground))
  const said = new Set(all.map(({ id }) => findItemView(view, id)?.item.known))
  return all.filter(({ id }) => !said.has(id as KnownRule))
}

const MOST_NAMED = 3

/** For a refusal: how many are missing, which first, and who can give them. */
export function describeMissing(state: ReleaseState, missing: readonly MissingCondition[]): string {
  const named = missing.slice(0, MOST_NAMED).map(({ id, title, words, asks }) => {
    const who =
      asks.length > 0 && !id.startsWith(APPROVALS)
        ? `${asks.map((role) => roleTitle(state, role)).join(' or ')} can say so`
        : words
    return `“${title}” (${who.replace(/\.$/, '')})`
  })
  const rest = missing.length - named.length
  const more = rest > 0 ? ` and ${rest} more` : ''
  const noun = missing.length === 1 ? '1 condition is missing' : `${missing.length} conditions are missing`
  return `Production is not open: ${noun}: ${named.join(', ')}${more}.`
}

/** Conditions a role set aside before, each a sentence. */
export function selectWaived(state: ReleaseState, nowMs: number): string[] {
  const view = projectProcess(state, nowMs)
  if (!view) return []
  const required = view.process.productionRequires
  const lists = [
    ...(required.includes('entry-criteria') ? view.entry : []),
    ...(required.includes('checklist') ? view.checklist : []),
    ...required.flatMap((name) => findItemView(view, name) ?? []),
  ]
  return lists.filter(({ status }) => status === 'waived').map(({ item, words }) => `Without “${item.title}”. ${words}`)
}
