/** Steps, findings and comments by the place in the document they belong to. */
import { useCallback, useMemo, useState } from 'react'
import type { ReviewSource } from '../../../shared/contract/results.ts'
import { type CommentThread, selectCommentThreads } from '../../../shared/domain/comments/select-comments.ts'
import type { StepId } from '../../../shared/ids.ts'
import type { Finding, ReleaseDefinition } from '../../../shared/runbook/model.ts'
import { documentBlocks } from '../../../shared/runbook/review/document-tokens.ts'
import { outlineOf, stepLabel } from '../../../shared/runbook/review/outline.ts'
import { resolveStep } from '../../../shared/runbook/review/resolve-step.ts'
import { useSession, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { jumpToStep } from './jump.ts'
import type { PlacedStep, Review } from './review-context.ts'
import { useHints } from './use-hints.ts'

const placedSteps = ({ runbook }: ReleaseDefinition): PlacedStep[] =>
  runbook.stages.flatMap((stage) => stage.steps.map((step, index) => ({ step, stage, label: stepLabel(stage, index) })))

/** The step a finding is about: by name, else by its line. Of several on a line the first. */
function stepOfFinding(finding: Finding, placed: readonly PlacedStep[], file: string): StepId | undefined {
  if (finding.step) return finding.step
  if (finding.file !== file) return undefined
  const { line } = finding
  return placed.find(({ step: { position } }) => line >= position.line && line <= position.endLine)?.step.id
}

/** What the folder says now; of what this version does not act on, what the record knows besides. */
const allFindings = (source: ReviewSource | undefined, { notYetActedOn }: ReleaseDefinition): Finding[] => {
  const found = source?.findings ?? []
  return [...found, ...notYetActedOn.filter((each) => !found.some(({ message }) => message === each.message))]
}

export type FoundAt = { finding: Finding; step?: StepId }

/** `wanted`: what a person chose; else that of the stage, else the usual one. */
export type ShownEnvironment = { wanted: string | undefined; usual: string }

export function useReviewed(deck: Deck, source: ReviewSource | undefined, shown: ShownEnvironment) {
  const { ui } = useSession()
  const definition = deck.state.definition!
  const chosen = useUi((state) => state.review.step)
  const [writing, write] = useState<StepId>()
  const { comments } = deck.state
  const { folder } = deck.state
  const { offsetMinutes } = deck
  const file = definition.runbook.file
  const placed = useMemo(() => placedSteps(definition), [definition])
  const blocks = useMemo(() => (source?.text ? documentBlocks(file, source.text) : []), [file, source?.text])
  const outline = useMemo(() => outlineOf(blocks, definition.runbook), [blocks, definition])
  const found = useMemo(
    (): FoundAt[] =>
      allFindings(source, definition).map((finding) => {
        const step = stepOfFinding(finding, placed, file)
        return step ? { finding, step } : { finding }
      }),
    [source, definition, placed, file],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: threads are made of these two alone
  const threads = useMemo(() => selectCommentThreads(deck.state), [comments, definition])
  const { wanted, usual } = shown
  const environmentOf = useCallback(
    (placed: PlacedStep | undefined) => {
      const name = wanted ?? placed?.stage.environment ?? usual
      return definition.environments.find((each) => each.name === name)
    },
    [definition, wanted, usual],
  )
  const variablesOf = useCallback(
    (placed: PlacedStep) => {
      const { step, stage } = placed
      const environment = environmentOf(placed)
      return environment && source ? resolveStep({ definition, stage, environment, folder, machine: source }, step) : []
    },
    [definition, environmentOf, folder, source],
  )
  const hints = useHints(placed, environmentOf, definition.name)
  const { hintOf } = hints
  const review = useMemo(
    (): Review => ({
      stepsAt: Map.groupBy(placed, ({ step }) => step.position.line),
      notStepsAt: new Map(definition.runbook.notSteps.map((each) => [each.position.line, each])),
      findingsOf: new Map(
        [
          ...Map.groupBy(
            found.filter((each) => each.step),
            (each) => each.step!,
          ),
        ].map(([step, all]) => [step, all.map(({ finding }) => finding)]),
      ),
      looseFindings: found.filter(({ step, finding }) => !step && finding.file === file).map(({ finding }) => finding),
      threadsOf: Map.groupBy(threads, ({ first }) => first.stepId) as Map<StepId, CommentThread[]>,
      hintOf,
      variablesOf,
      ...(chosen ? { chosen } : {}),
      choose: (step) => jumpToStep(ui, step, false),
      ...(writing ? { writing } : {}),
      write,
      offsetMinutes,
    }),
    [placed, definition, found, file, threads, hintOf, variablesOf, chosen, ui, writing, offsetMinutes],
  )
  return { review, blocks, outline, found, threads, placed, hints, environmentOf }
}

export type Reviewed = ReturnType<typeof useReviewed>
