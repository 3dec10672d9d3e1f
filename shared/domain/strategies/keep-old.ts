/** `keep-old` of a blue-green release: how much of it is left since the last switch, by the wall clock. */
import type { Step } from '../../runbook/model.ts'
import type { ReleaseState, RunState } from '../state.ts'
import { selectLandmark } from './landmarks.ts'
import { selectPassed } from './passage.ts'

/** When the last switch of an environment succeeded that was not taken back; undefined when none did. */
export function selectSwitchedAtMs(state: ReleaseState, run: RunState): number | undefined {
  const passed = selectPassed(state, run.environment, selectLandmark(run.definition, 'switch'))
  const ends = passed
    .flatMap(({ attempts }) => attempts)
    .flatMap(({ status, endedAtMs }) => (status === 'succeeded' && endedAtMs !== undefined ? [endedAtMs] : []))
  return ends.length > 0 ? Math.max(...ends) : undefined
}

/** What a wait has to wait from now on. Without a switch on record nobody knows since when: all of it. */
export function waitMsFrom(state: ReleaseState, run: RunState, { attributes }: Step, nowMs: number): number {
  const { waitMs = 0, sinceSwitch } = attributes
  const switchedAtMs = sinceSwitch ? selectSwitchedAtMs(state, run) : undefined
  return switchedAtMs === undefined ? waitMs : Math.max(0, switchedAtMs + waitMs - nowMs)
}
