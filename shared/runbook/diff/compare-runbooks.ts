/** The difference between two runbooks by step, with the text inside. Pure. */
import type { DiffLine } from '../../documents/line-diff.ts'
import type { StepId } from '../../ids.ts'
import type { Runbook, Step } from '../model.ts'
import { type Match, matchSteps } from './match-steps.ts'
import { attributesThatDiffer, type DifferencePart, partsThatDiffer, wholeOf } from './step-difference.ts'

export type DifferenceKind = 'added' | 'removed' | 'command' | 'attributes' | 'moved' | 'prose'

export type StepDifference = {
  /** The weightiest of what differs; `parts` and `isMoved` have the rest. */
  kind: DifferenceKind
  stepId: StepId
  title: string
  stage: string
  /** Where it stands now, or for a removed one stood. */
  line: number
  isMoved: boolean
  /** The stage it stood in before, when that is another. */
  fromStage?: string
  /** Attributes that differ. */
  attributes: string[]
  parts: { about: DifferencePart['about']; lines: DiffLine[] }[]
}

/** Positions of a longest series that keeps its order: what is not in it was moved. */
function inOrder(values: readonly number[]): Set<number> {
  const tails: number[] = []
  const previous: (number | undefined)[] = []
  for (const [index, value] of values.entries()) {
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (values[tails[middle]!]! < value) low = middle + 1
      else high = middle
    }
    previous[index] = tails[low - 1]
    tails[low] = index
  }
  const kept = new Set<number>()
  for (let at = tails.at(-1); at !== undefined; at = previous[at]) kept.add(at)
  return kept
}

function movedOf(pairs: readonly Match[], before: readonly Step[]): Set<Match> {
  const place = new Map(before.map((step, index) => [step, index]))
  const kept = inOrder(pairs.map((pair) => place.get(pair.before)!))
  return new Set(pairs.filter((pair, index) => !kept.has(index) || pair.before.stage !== pair.after.stage))
}

const headOf = ({ id, title, stage, position }: Step) => ({ stepId: id, title, stage, line: position.line })

const whole = (step: Step, kind: 'added' | 'removed'): StepDifference => ({
  kind,
  ...headOf(step),
  isMoved: false,
  attributes: [],
  parts: [{ about: 'command', lines: wholeOf(step, kind) }],
})

function differenceOf({ before, after }: Match, isMoved: boolean): StepDifference[] {
  const parts = partsThatDiffer(before, after)
  const kind = parts.find(({ about }) => about !== 'prose')?.about ?? (isMoved ? 'moved' : parts[0]?.about)
  if (kind === undefined) return []
  return [
    {
      kind,
      ...headOf(after),
      isMoved,
      ...(before.stage === after.stage ? {} : { fromStage: before.stage }),
      attributes: attributesThatDiffer(before, after),
      parts,
    },
  ]
}

const stepsOf = ({ stages }: Runbook) => stages.flatMap((stage) => stage.steps)

/** In the order of the runbook as it is now; what was removed comes last, in the order it had. */
export function compareRunbooks(before: Runbook, after: Runbook): StepDifference[] {
  const [was, is] = [stepsOf(before), stepsOf(after)]
  const { pairs, removed } = matchSteps(was, is)
  const byAfter = new Map(pairs.map((pair) => [pair.after, pair]))
  const ordered = is.flatMap((step) => byAfter.get(step) ?? [])
  const moved = movedOf(ordered, was)
  return [
    ...is.flatMap((step) => {
      const pair = byAfter.get(step)
      return pair ? differenceOf(pair, moved.has(pair)) : [whole(step, 'added')]
    }),
    ...removed.map((step) => whole(step, 'removed')),
  ]
}
