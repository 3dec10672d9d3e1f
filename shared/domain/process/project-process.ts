/** The process as it stands: each item with who or what says so, each step with what blocks it and when it is due. */

import { describeEvidence } from '../../documents/evidence-words.ts'
import { readersOf } from '../../documents/notices/notice-words.ts'
import { formatActor, formatRole } from '../../documents/words.ts'
import type { ItemEvidence } from '../../events/process-events.ts'
import type { Deliverable, KnownRule, ProcessItem, ProcessStep, ReleaseProcess } from '../../process/model.ts'
import { selectLatestVersion, selectPublished } from '../documents/select-documents.ts'
import { selectTold } from '../notices/project-notices.ts'
import type { ReleaseState } from '../state.ts'
import { selectProcessDueMs } from './due.ts'
import { isNeeded, judgeKnown, type KnownFact } from './known-facts.ts'

/** `void`: proved once, of steps that have changed since. Only `done`, `waived` and `not-needed` let anything go on. */
export type ItemStatus = 'done' | 'waived' | 'not-needed' | 'void' | 'taken' | 'open'

export type ItemView = {
  item: ProcessItem
  status: ItemStatus
  /** By what: the ledger's own words, the evidence, or what is asked for. */
  words: string
  /** The ledger says so itself: nobody ticks it. */
  isKnown: boolean
  by?: string
  atMs?: number
  evidence: ItemEvidence[]
}

export type ProcessStepView = {
  step: ProcessStep
  number: number
  tasks: ItemView[]
  deliverables: ItemView[]
  settled: number
  of: number
  /** `blocked`: steps before it are not done. */
  status: 'done' | 'going' | 'blocked' | 'waiting'
  waitsFor: string[]
  dueAtMs?: number
  isLate: boolean
}

export type ProcessView = {
  process: ReleaseProcess
  entry: ItemView[]
  checklist: ItemView[]
  steps: ProcessStepView[]
  gates: ItemView[]
}

const SETTLED: readonly ItemStatus[] = ['done', 'waived', 'not-needed']
export const isSettled = ({ status }: ItemView): boolean => SETTLED.includes(status)

const nameOf = (actor: { kind: string; name?: string }) => (actor.kind === 'person' ? actor.name : 'Cockpit')

function knownView(item: ProcessItem, fact: KnownFact): ItemView {
  const { holds, isVoid, words, run, atMs } = fact
  const evidence: ItemEvidence[] = run ? [{ kind: 'run', runId: run.id }] : []
  const status = holds ? 'done' : isVoid ? 'void' : 'open'
  return { item, status, words, isKnown: true, by: 'Cockpit', evidence, ...(atMs === undefined ? {} : { atMs }) }
}

/** A deliverable that is a document is done once a version of it was published. */
function publishedView(state: ReleaseState, item: ProcessItem): ItemView | undefined {
  const { document } = item as Partial<Deliverable>
  const published = document === undefined ? undefined : selectPublished(state, document)
  if (document === undefined || !published) return undefined
  const { version, by, atMs } = published
  const latest = selectLatestVersion(state, document)!.version
  const newer = latest > version ? ` Version ${latest} is not published.` : ''
  const words = `Version ${version} was published by ${formatActor(by)}.${newer}`
  return { item, isKnown: true, status: 'done', words, by: nameOf(by) ?? '', atMs, evidence: [] }
}

/** Those it is about were told, and the record has their answer. */
function toldView(state: ReleaseState, item: ProcessItem): ItemView | undefined {
  const told = item.toldBy?.map((stage) => selectTold(state, stage)) ?? []
  if (told.length === 0 || told.some((messages) => messages.length === 0)) return undefined
  const all = told.flat()
  const last = all.toSorted((a, b) => a.settledAtMs! - b.settledAtMs!).at(-1)!
  const words = `Told: ${all.map(readersOf).join(', ')}`
  return {
    item,
    isKnown: false,
    status: 'done',
    words,
    by: nameOf(last.by) ?? '',
    atMs: last.settledAtMs!,
    evidence: [],
  }
}

class Projection {
  readonly #state: ReleaseState
  readonly #process: ReleaseProcess
  readonly #nowMs: number

  constructor(state: ReleaseState, process: ReleaseProcess, nowMs: number) {
    this.#state = state
    this.#process = process
    this.#nowMs = nowMs
  }

  item(item: ProcessItem): ItemView {
    const said = this.#state.items?.[item.id]
    const none = { item, isKnown: false, evidence: [] }
    if (said?.waived) {
      const { by, role, reason, atMs } = said.waived
      return {
        ...none,
        status: 'waived',
        words: `Set aside as ${formatRole(role)}: ${reason}`,
        by: nameOf(by) ?? '',
        atMs,
      }
    }
    if (!isNeeded(this.#state, item.onlyIf))
      return { ...none, status: 'not-needed', words: 'Not needed in this release so far.' }
    if (item.known)
      return knownView(
        item,
        judgeKnown(this.#state, item.known, this.#nowMs, (rule) => this.#settled(rule)),
      )
    const published = publishedView(this.#state, item)
    if (published) return published
    const told = toldView(this.#state, item)
    if (told && !said?.done && !(said?.reopened && said.reopened.atMs > told.atMs!)) return told
    if (said?.done) {
      const { by, atMs, evidence } = said.done
      return {
        item,
        isKnown: false,
        status: 'done',
        words: evidence.map(describeEvidence).join('; '),
        by: nameOf(by) ?? '',
        atMs,
        evidence,
      }
    }
    const words = said?.reopened ? `Open again: ${said.reopened.reason}` : ''
    if (said?.takenBy) return { ...none, status: 'taken', words, by: said.takenBy.person, atMs: said.takenBy.atMs }
    return { ...none, status: 'open', words }
  }

  /** An item that rests on other items. */
  #settled(rule: KnownRule): KnownFact {
    const step = this.#process.steps.find(({ id }) => `step:${id}` === rule)
    const items = step ? [...step.tasks, ...step.deliverables] : this.#process.checklist
    const open = items.filter((each) => !isSettled(this.item(each)))
    const what = step ? step.longTitle : 'Checklist'
    return open.length === 0
      ? { holds: true, words: `${what}: ${items.length} of ${items.length}.` }
      : { holds: false, words: `${what}: ${items.length - open.length} of ${items.length}, next “${open[0]!.title}”.` }
  }

  step(step: ProcessStep, index: number): Omit<ProcessStepView, 'status' | 'waitsFor'> {
    const tasks = step.tasks.map((each) => this.item(each))
    const deliverables = step.deliverables.map((each) => this.item(each))
    const all = [
      ...tasks,
      ...deliverables,
      ...(step.id === 'checklist' ? this.#process.checklist.map((each) => this.item(each)) : []),
    ]
    const settled = all.filter(isSettled).length
    const dueAtMs = selectProcessDueMs(this.#state, step.due, this.#nowMs)
    const isLate = dueAtMs !== undefined && dueAtMs < this.#nowMs && settled < all.length
    return {
      step,
      number: index + 1,
      tasks,
      deliverables,
      settled,
      of: all.length,
      isLate,
      ...(dueAtMs === undefined ? {} : { dueAtMs }),
    }
  }
}

/** Undefined for a release that was recorded before there was a process. */
export function projectProcess(state: ReleaseState, nowMs: number): ProcessView | undefined {
  const process = state.definition?.process
  if (!process) return undefined
  const projection = new Projection(state, process, nowMs)
  const steps = process.steps.map((step, index) => projection.step(step, index))
  const isDone = (id: string) => steps.some(({ step, settled, of }) => step.id === id && settled === of)
  return {
    process,
    entry: process.entryCriteria.map((each) => projection.item(each)),
    checklist: process.checklist.map((each) => projection.item(each)),
    gates: process.gates.map((each) => projection.item(each)),
    steps: steps.map((view): ProcessStepView => {
      const waitsFor = view.step.after
        .filter((id) => !isDone(id))
        .map((id) => steps.find(({ step }) => step.id === id)!.step.title)
      const isComplete = view.settled === view.of
      const status = isComplete ? 'done' : waitsFor.length > 0 ? 'blocked' : view.settled > 0 ? 'going' : 'waiting'
      return { ...view, waitsFor, status }
    }),
  }
}

export const findItemView = (view: ProcessView, id: string): ItemView | undefined =>
  [
    ...view.entry,
    ...view.checklist,
    ...view.gates,
    ...view.steps.flatMap(({ tasks, deliverables }) => [...tasks, ...deliverables]),
  ].find(({ item }) => item.id === id)
