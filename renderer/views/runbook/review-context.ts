/** What the parts of the document look up by line while they render. */
import { createContext, use } from 'react'
import type { CommentThread } from '../../../shared/domain/comments/select-comments.ts'
import type { StepId } from '../../../shared/ids.ts'
import type { Finding, NotStep, Stage, Step } from '../../../shared/runbook/model.ts'
import type { ResolvedVariable } from '../../../shared/runbook/review/resolve-step.ts'

export type PlacedStep = { step: Step; stage: Stage; label: string }

export type Review = {
  stepsAt: ReadonlyMap<number, PlacedStep[]>
  notStepsAt: ReadonlyMap<number, NotStep>
  /** Findings about the step, and those about lines of the document that belong to no step. */
  findingsOf: ReadonlyMap<StepId, Finding[]>
  looseFindings: readonly Finding[]
  threadsOf: ReadonlyMap<StepId, CommentThread[]>
  /** What earlier runs say of how long it takes, where that is news. */
  hintOf: (placed: PlacedStep) => string | undefined
  variablesOf: (placed: PlacedStep) => readonly ResolvedVariable[]
  chosen?: StepId
  /** The step a comment is being written on. */
  writing?: StepId
  write: (step: StepId | undefined) => void
  offsetMinutes: number
  choose: (step: StepId) => void
}

export const ReviewContext = createContext<Review | undefined>(undefined)

export function useReviewed(): Review {
  const review = use(ReviewContext)
  if (!review) throw new Error('No review around this component.')
  return review
}
