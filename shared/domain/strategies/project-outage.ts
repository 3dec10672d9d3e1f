/** How long the service is closed in a big-bang, and until when one may still turn back inside the window. */
import { type Forecast, projectWindow } from '../project-forecast.ts'
import type { ReleaseState, RunState } from '../state.ts'
import { selectLandmark } from './landmarks.ts'
import { type Passage, selectPassage } from './passage.ts'

export type Outage = {
  closing: Passage
  opening: Passage
  phase: 'before' | 'closed' | 'opening' | 'open' | 'restored'
  /** From the start of `close` to the end of `open`, or of the rollback that put everything back. */
  closedAtMs?: number
  openedAtMs?: number
  /** How long going back takes: measured by the last rollback or drill, else planned, else by earlier runs. */
  restoreMs?: number
  restoreBasis: Forecast['rollbackBasis']
  windowEndMs?: number
  /** Window end less the time of the restore. */
  turnBackAtMs?: number
}

/** The last rollback of everything that worked, when what it took back had been closed. */
function restored(state: ReleaseState, environment: string): { closedAtMs: number; openedAtMs: number } | undefined {
  const runs = state.runOrder.map((id) => state.runs[id]!).filter((run) => run.environment === environment)
  const back = runs.at(-1)
  if (back?.kind !== 'rollback' || back.services || back.finished?.outcome !== 'succeeded') return undefined
  const isClosing = (run: RunState) => {
    const ids = new Set<string>(selectLandmark(run.definition, 'close').map((step) => step.id))
    return run.attempts.map((id) => state.attempts[id]!).filter((attempt) => ids.has(attempt.stepId))
  }
  const closed = runs
    .filter((run) => run.kind === 'deploy')
    .flatMap(isClosing)
    .at(-1)
  return closed && { closedAtMs: closed.startedAtMs, openedAtMs: back.finished.atMs }
}

const phaseOf = (closing: Passage, opening: Passage): Outage['phase'] => {
  if (opening.status !== 'ahead') return opening.status === 'done' ? 'open' : 'opening'
  return closing.status === 'ahead' ? 'before' : 'closed'
}

export function projectOutage(state: ReleaseState, environment: string, nowMs: number): Outage {
  const closing = selectPassage(state, environment, 'close')
  const opening = selectPassage(state, environment, 'open')
  const back = closing.status === 'ahead' ? restored(state, environment) : undefined
  const { window, rollbackMs, rollbackBasis, noReturnAtMs } = projectWindow(state, environment, nowMs)
  return {
    closing,
    opening,
    phase: back ? 'restored' : phaseOf(closing, opening),
    ...(closing.beganAtMs === undefined ? {} : { closedAtMs: closing.beganAtMs }),
    ...(opening.doneAtMs === undefined ? {} : { openedAtMs: opening.doneAtMs }),
    ...(back ?? {}),
    ...(rollbackMs === undefined ? {} : { restoreMs: rollbackMs }),
    restoreBasis: rollbackBasis,
    ...(window ? { windowEndMs: window.endMs } : {}),
    ...(noReturnAtMs === undefined ? {} : { turnBackAtMs: noReturnAtMs }),
  }
}
