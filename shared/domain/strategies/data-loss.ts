import type { ReleaseState } from '../state.ts'
import { selectPassage } from './passage.ts'

/** In a big-bang what was written since the service opened is lost by going back (S5). Undefined before it opens. */
export function selectDataLoss(state: ReleaseState, environment: string): string | undefined {
  const { step } = selectPassage(state, environment, 'open')
  return step && `What was written since ${step.title} is lost: going back restores the state of before.`
}
