/**
 * Which step of one runbook is which of another: by name, else by what it does, else by its id, else by its words. An id without a name counts places, so that a
 * step put in before it changes it: it comes late.
 */
import { canonicalText } from '../../ledger/canonical.ts'
import type { Step } from '../model.ts'

export type Match = { before: Step; after: Step }
export type Matched = { pairs: Match[]; removed: Step[]; added: Step[] }

const nameOf = ({ attributes, id }: Step) => (attributes.name === undefined ? undefined : id)

const doesOf = ({ kind, text, language, http, title }: Step) =>
  canonicalText([kind, text, language ?? '', http?.url ?? '', text === '' ? title : ''])

const inStage = (key: (step: Step) => string | undefined) => (step: Step) => {
  const found = key(step)
  return found === undefined ? undefined : `${step.stage}\0${found}`
}

const wordsOf = (step: Step) => new Set(`${step.title} ${step.text}`.toLowerCase().match(/[\p{L}\p{N}_./-]+/gu) ?? [])

/** How much of their words two steps share (Dice), from 0 to 1. */
function likeness(a: Step, b: Step): number {
  const [one, other] = [wordsOf(a), wordsOf(b)]
  const shared = [...one].filter((word) => other.has(word)).length
  return one.size + other.size === 0 ? 0 : (2 * shared) / (one.size + other.size)
}

const ALIKE = 0.5
/** Comparing everything with everything is for the few that are left. */
const MOST_COMPARED = 300

class Matcher {
  readonly pairs: Match[] = []
  removed: Step[]
  added: Step[]

  constructor(before: readonly Step[], after: readonly Step[]) {
    this.removed = [...before]
    this.added = [...after]
  }

  /** Pairs those that are left and have the same key, in order. */
  by(key: (step: Step) => string | undefined): this {
    const waiting = new Map<string, Step[]>()
    for (const step of this.removed) {
      const found = key(step)
      if (found !== undefined) waiting.set(found, [...(waiting.get(found) ?? []), step])
    }
    const taken = new Set<Step>()
    this.added = this.added.filter((after) => {
      const found = key(after)
      const before = found === undefined ? undefined : waiting.get(found)?.shift()
      if (!before) return true
      taken.add(before)
      this.pairs.push({ before, after })
      return false
    })
    this.removed = this.removed.filter((step) => !taken.has(step))
    return this
  }

  byLikeness(): this {
    if (this.removed.length > MOST_COMPARED || this.added.length > MOST_COMPARED) return this
    this.added = this.added.filter((after) => {
      const rated = this.removed
        .filter((before) => before.kind === after.kind && before.stage === after.stage)
        .map((before) => ({ before, rate: likeness(before, after) }))
      const best = rated.reduce((a, b) => (b.rate > a.rate ? b : a), { before: after, rate: 0 })
      if (best.rate < ALIKE) return true
      this.removed = this.removed.filter((step) => step !== best.before)
      this.pairs.push({ before: best.before, after })
      return false
    })
    return this
  }
}

export function matchSteps(before: readonly Step[], after: readonly Step[]): Matched {
  const { pairs, removed, added } = new Matcher(before, after)
    .by(nameOf)
    .by(inStage(doesOf))
    .by(doesOf)
    .byLikeness()
    .by(inStage(({ id, kind }) => `${kind} ${id}`))
  return { pairs, removed, added }
}
