/** Which side serves and which is kept warm, as far as steps tell: what really answers is observed (`live`, `idle`). */
import type { ReleaseState } from '../state.ts'
import { type Passage, selectPassage } from './passage.ts'

export type BlueGreen = {
  switched: Passage
  retired: Passage
  /** Before the switch users never see the new side; after `retire` the old one may be gone. */
  phase: 'before' | 'switching' | 'switched' | 'retired'
}

export function projectBlueGreen(state: ReleaseState, environment: string): BlueGreen {
  const switched = selectPassage(state, environment, 'switch')
  const retired = selectPassage(state, environment, 'retire')
  if (retired.status !== 'ahead') return { switched, retired, phase: 'retired' }
  const phase = switched.status === 'ahead' ? 'before' : switched.status === 'begun' ? 'switching' : 'switched'
  return { switched, retired, phase }
}
