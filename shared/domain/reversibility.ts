/** What cannot be taken back any more, and until when the rest can (DESIGN §7, `reversible` and `phase`). */
import type { ReleaseDefinition, Step } from '../runbook/model.ts'
import type { StartedStep } from './started-steps.ts'

const UNTIL = 'until:'

const isStarted = (started: readonly StartedStep[], id: string) => started.some(({ step }) => step.id === id)

/** Why a step that started is not undone, as a sentence; undefined when it can be. */
export function selectIrreversible(
  definition: ReleaseDefinition,
  started: readonly StartedStep[],
  step: Step,
): string | undefined {
  const { reversible } = step.attributes
  if (reversible === 'no') return `${step.title} is not undone: it is marked irreversible.`
  if (!reversible?.startsWith(UNTIL)) return undefined
  const limit = reversible.slice(UNTIL.length)
  if (!isStarted(started, limit)) return undefined
  const title =
    definition.runbook.stages.flatMap((stage) => stage.steps).find((each) => each.id === limit)?.title ?? limit
  return `${step.title} is not undone: it could be until ${title}, and that has started.`
}

/** Until when the way back is whole: the steps that retire the old version. */
export type PossibleUntil = { title: string; isOver: boolean; sentence: string }

export function selectPossibleUntil(
  definition: ReleaseDefinition,
  started: readonly StartedStep[],
): PossibleUntil | undefined {
  const forward = definition.runbook.stages.filter((stage) => stage.kind === 'forward').flatMap((stage) => stage.steps)
  const retiring = forward.filter((step) => step.attributes.phase === 'retire')
  const over = retiring.find((step) => isStarted(started, step.id))
  if (over)
    return {
      title: over.title,
      isOver: true,
      sentence: `${over.title} has started: what the old version needs may be gone.`,
    }
  const first = retiring[0]
  return first && { title: first.title, isOver: false, sentence: `Possible until ${first.title}.` }
}
