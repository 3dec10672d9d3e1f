import { selectAnswerable } from '../../../shared/domain/answers.ts'
import { selectUnfinished } from '../../../shared/domain/steps.ts'
import type { AttemptId } from '../../../shared/ids.ts'
import type { Session } from '../../state/context.tsx'

/** Inside it every key belongs to the command: no shortcut of the deck acts there. */
export const OWNS_KEYS = 'data-owns-keys'

export const ownsKeys = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(`[${OWNS_KEYS}]`) !== null

const field = () => document.querySelector<HTMLElement>(`[${OWNS_KEYS}] textarea`)

/** Shows the terminal of an interactive step that runs, and gives it the keyboard. False when there is none. */
export function answerStep({ ui, cockpit }: Session, id?: AttemptId): boolean {
  const state = cockpit.store.getState().release
  const running = state ? selectUnfinished(state).flatMap((run) => selectAnswerable(state, run)) : []
  const { selectedStep } = ui.getState()
  const attempt =
    running.find((each) => each.id === id) ??
    running.find((each) => each.stepId === selectedStep?.stepId) ??
    running.at(0)
  if (!attempt) return false
  const { runId, stepId } = attempt
  ui.setState({ view: 'deck', selectedStep: { runId, stepId } })
  requestAnimationFrame(() => field()?.focus())
  return true
}
