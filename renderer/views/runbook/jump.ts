/** Going to a place of the document; the store remembers it for the other parts of the view. */
import type { StepId } from '../../../shared/ids.ts'
import type { UiStore } from '../../state/ui-store.ts'

const GAP_PX = 8

/** Twice: blocks that come into sight for the first time have another height than was assumed. */
function show(id: string, tries = 2): void {
  requestAnimationFrame(() => {
    const place = document.getElementById(id)
    const page = place?.closest('.scroll')
    if (!place || !page) return
    page.scrollTop += place.getBoundingClientRect().top - page.getBoundingClientRect().top - GAP_PX
    if (tries > 1) show(id, tries - 1)
  })
}

/** `moves`: the document scrolls there; choosing what is on the screen anyway does not. */
export function jumpToStep(ui: UiStore, step: StepId, moves = true): void {
  ui.setState(({ review }) => ({ review: { ...review, pane: 'document', step } }))
  if (moves) show(`review-${step}`)
}

export function jumpToLine(ui: UiStore, line: number): void {
  ui.setState(({ review }) => ({ review: { ...review, pane: 'document' } }))
  const blocks = [...document.querySelectorAll<HTMLElement>('.review-block')]
  const at = blocks.findLast((block) => Number(block.dataset.line) <= line) ?? blocks[0]
  if (at) show(at.id)
}
