/** j and k go through the steps, f through the findings, c comments; anywhere in the view but in a field or a dialog. */
import { useEffect } from 'react'
import type { StepId } from '../../../shared/ids.ts'
import { type Session, useSession } from '../../state/context.tsx'
import { jumpToStep } from './jump.ts'
import type { Reviewed } from './use-reviewed.ts'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable)

/** The one after (or before) the chosen one; the first when none is chosen. */
function next(ids: readonly StepId[], chosen: StepId | undefined, by: 1 | -1): StepId | undefined {
  const at = chosen === undefined ? -1 : ids.indexOf(chosen)
  return at === -1 ? ids[0] : ids[Math.max(0, Math.min(ids.length - 1, at + by))]
}

function handle(key: string, { ui }: Session, { outline, review, placed }: Reviewed): boolean {
  const steps = outline.flatMap((entry) => (entry.kind === 'step' ? [entry.step.id] : []))
  const chosen = ui.getState().review.step
  if (key === 'j' || key === 'k') {
    const to = next(steps, chosen, key === 'j' ? 1 : -1)
    if (to) jumpToStep(ui, to)
  } else if (key === 'f') {
    const found = steps.filter((id) => review.findingsOf.has(id))
    const to = found.find((id) => chosen === undefined || steps.indexOf(id) > steps.indexOf(chosen)) ?? found[0]
    if (to) jumpToStep(ui, to)
  } else if (key === 'c') {
    const on = placed.find(({ step }) => step.id === chosen) ?? placed[0]
    if (!on) return false
    jumpToStep(ui, on.step.id)
    review.write(on.step.id)
  } else return false
  return true
}

export function useReviewKeys(reviewed: Reviewed): void {
  const session = useSession()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { dialog, isPaletteOpen, isSearchOpen } = session.ui.getState()
      if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return
      if (dialog || isPaletteOpen || isSearchOpen || isTyping(event.target)) return
      if (!handle(event.key, session, reviewed)) return
      event.preventDefault()
      event.stopPropagation()
    }
    // Before the keys of the whole window: c means something else there.
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [session, reviewed])
}
