/** What stands at the left of a review: headings and steps in the order of the document. */
import { plannedMsOf } from '../../domain/steps.ts'
import type { Runbook, Stage, Step } from '../model.ts'
import { type DocumentBlock, withoutAnnotation } from './document-tokens.ts'

export type OutlineEntry =
  | { kind: 'heading'; line: number; level: number; title: string; stage?: Stage }
  | { kind: 'step'; line: number; label: string; step: Step; plannedMs?: number }

/** `3`, and of the way back `R3`. */
export const stepLabel = (stage: Stage, index: number): string => `${stage.kind === 'rollback' ? 'R' : ''}${index + 1}`

function headingOf({ line, tokens }: DocumentBlock, stages: ReadonlyMap<number, Stage>): OutlineEntry[] {
  const [open, inline] = tokens
  if (open?.type !== 'heading_open') return []
  const stage = stages.get(line)
  const title = withoutAnnotation(inline?.content ?? '')
  return [{ kind: 'heading', line, level: Number(open.tag.slice(1)), title, ...(stage ? { stage } : {}) }]
}

const stepsOf = (stage: Stage): OutlineEntry[] =>
  stage.steps.map((step, index) => {
    const plannedMs = plannedMsOf(step)
    const planned = plannedMs === undefined ? {} : { plannedMs }
    return { kind: 'step', line: step.position.line, label: stepLabel(stage, index), step, ...planned }
  })

/** A heading comes before what stands on its line. */
export function outlineOf(blocks: readonly DocumentBlock[], { stages }: Runbook): OutlineEntry[] {
  const byLine = new Map(stages.map((stage) => [stage.position.line, stage]))
  const headings = blocks.flatMap((block) => headingOf(block, byLine))
  const named = new Set(headings.map(({ line }) => line))
  const unnamed = stages
    .filter(({ position }) => !named.has(position.line))
    .map((stage): OutlineEntry => ({ kind: 'heading', line: stage.position.line, level: 1, title: stage.title, stage }))
  return [...unnamed, ...headings, ...stages.flatMap(stepsOf)].toSorted((a, b) => a.line - b.line)
}
