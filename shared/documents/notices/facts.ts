/** What a notice can say of a release: sentences from the record, one a line. */
import type { ReleaseState, RunState } from '../../domain/state.ts'
import { formatInstant, selectScheduled, selectWindow } from '../../domain/windows.ts'
import type { ReleaseDefinition } from '../../runbook/model.ts'
import { formatClock } from '../words.ts'

export const offsetOf = (definition: ReleaseDefinition): number => definition.windows[0]?.offsetMinutes ?? 0

/** The window as agreed, or where a postponement moved it to. */
export function windowWords(state: ReleaseState, definition: ReleaseDefinition, nowMs: number): string {
  const window = selectWindow(selectScheduled(state) ?? definition, nowMs)
  if (!window) return 'not agreed yet'
  const { startMs, endMs, offsetMinutes } = window
  return `${formatInstant(startMs, offsetMinutes)} to ${formatInstant(endMs, offsetMinutes)}`
}

export const lastRun = (state: ReleaseState, kind: RunState['kind'], isProtected: boolean): RunState | undefined =>
  state.runOrder
    .map((id) => state.runs[id]!)
    .findLast((run) => run.kind === kind && run.protected === isProtected && !run.drill && run.finished)

const at = (definition: ReleaseDefinition, ms: number) => formatInstant(ms, offsetOf(definition))

export function runFact(definition: ReleaseDefinition, run: RunState): string {
  const { outcome, atMs, durationMs, reason } = run.finished!
  const what = run.kind === 'rollback' ? 'Rollback' : run.title
  return `${what} in ${run.environment}: ${outcome} at ${at(definition, atMs)} after ${formatClock(durationMs)}.${reason ? ` ${reason}` : ''}`
}

/** What every notice of a release begins with. */
export function commonFacts(state: ReleaseState, definition: ReleaseDefinition, nowMs: number): string[] {
  const { name, version, previous, ticket, services, strategy } = definition
  return [
    `Release: ${name} ${version}${previous ? `, replacing ${previous}` : ''}`,
    ...(ticket ? [`Change: ${ticket}`] : []),
    `Window: ${windowWords(state, definition, nowMs)}`,
    ...(services.length > 0 ? [`Services: ${services.map((each) => each.name).join(', ')}`] : []),
    `Strategy: ${strategy.kind}`,
  ]
}
