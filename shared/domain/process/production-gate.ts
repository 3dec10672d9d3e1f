/** What a protected environment still asks for before a run (`production-requires` of the process). Never asked by a rollback. */
import { KNOWN_RULES } from '../../process/known-rules.ts'
import type { KnownRule } from '../../process/model.ts'
import { judgeRoom, type RoomFact } from '../polls/select-polls.ts'
import type { ReleaseState } from '../state.ts'
import { judgeKnown } from './known-facts.ts'
import {
  APPROVALS,
  describeConditions,
  type MissingCondition,
  ofApprovals,
  ofItem,
  type StartGround,
} from './missing-conditions.ts'
import { findItemView, type ItemView, isSettled, type ProcessView, projectProcess } from './project-process.ts'
import { selectReadiness } from './readiness.ts'

const RULE_TITLES: Partial<Record<KnownRule, string>> = {
  'staging-deployed': 'Deployed to staging',
  'rollback-written': 'A way back is written down',
  'rollback-tested': 'Rollback tested as it stands',
  'go-poll': 'GO of the room',
}

const titleOf = (rule: KnownRule) => RULE_TITLES[rule] ?? rule.replaceAll('-', ' ')

/** Rules that rest on items are asked for as those items. */
const noItems = (rule: KnownRule): never => {
  throw new Error(`${rule} is no rule of its own.`)
}

/** Each part of the way back that is missing, by its own name. */
const notReady = (state: ReleaseState, nowMs: number, { missingScripts }: StartGround): MissingCondition[] =>
  selectReadiness(state, nowMs, missingScripts)
    .filter(({ holds }) => !holds)
    .map(({ id, title, words, isVoid }) => ({ id, title: `Way back: ${title.toLowerCase()}`, words, asks: [], isVoid }))

const roomCondition = ({ holds, words, asks, isVoid }: RoomFact): MissingCondition[] =>
  holds ? [] : [{ id: 'go-poll', title: RULE_TITLES['go-poll']!, words, asks, isVoid }]

/** A NO-GO, an open poll and a GO for other steps hold production whatever the process asks for. */
function heldByRoom(state: ReleaseState, { environment }: StartGround): MissingCondition[] {
  const fact = judgeRoom(state, environment)
  return fact.isHeld ? roomCondition(fact) : []
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
  if (rule === 'rollback-ready') return notReady(state, nowMs, ground)
  if (rule === 'go-poll') return roomCondition(judgeRoom(state, ground.environment))
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
  const room = heldByRoom(state, ground)
  const view = projectProcess(state, nowMs)
  if (!view) return room
  const all = view.process.productionRequires.flatMap((name) => ofRequirement(state, view, name, nowMs, ground))
  const rest = all.some(({ id }) => id === 'go-poll') ? [] : room
  const said = new Set(all.map(({ id }) => findItemView(view, id)?.item.known))
  const asked = all.filter(({ id }, index) => all.findIndex((each) => each.id === id) === index)
  return [...rest, ...asked.filter(({ id }) => !said.has(id as KnownRule))]
}

/** For a refusal: how many are missing, which first, and who can give them. */
export const describeMissing = (state: ReleaseState, missing: readonly MissingCondition[]): string =>
  `Production is not open: ${describeConditions(state, missing)}.`

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
