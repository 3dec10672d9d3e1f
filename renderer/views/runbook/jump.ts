/** Going to a place of the document; the store remembers it for the other parts of the view. */
import type { StepId } from '../../../shared/ids.ts'
import type { UiStore } from '../../state/ui-store.ts'

const show = (id: string, block: ScrollLogicalPosition) =>
  requestAnimationFrame(() => document.getElementById(id)?.scrollIntoView({ block }))

/** `moves`: the document scrolls there; choosing what is on the screen anyway does not. */
export function jumpToStep(ui: UiStore, step: StepId, moves = true): void {
  ui.setState(({ review }) => ({ review: { ...review, pane: 'document', step } }))
  if (moves) show(`review-${step}`, 'start')
}

export function jumpToLine(ui: UiStore, line: number): void {
  ui.setState(({ review }) => ({ review: { ...review, pane: 'document' } }))
  const blocks = [...document.querySelectorAll<HTMLElement>('.review-block')]
  const at = blocks.findLast((block) => Number(block.dataset.line) <= line)
  if (at) show(at.id, 'start')
}
