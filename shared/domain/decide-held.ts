/** While the way back is recorded outside the ledger, nothing goes forward. */
import type { Command } from '../contract/commands.ts'
import { type Rejection, reject } from './rejection.ts'
import type { ReleaseState } from './state.ts'
import { selectOpenRuns } from './steps.ts'

const FORWARD: readonly Command['type'][] = [
  'run.start',
  'rehearsal.start',
  'run.resume',
  'step.exec',
  'step.start',
  'step.retry',
  'batch.override',
  'amend.request',
  'amend.approve',
]

/** The run a command is about; a typed command joins the one that is open. */
const runOf = (state: ReleaseState, command: Command) => {
  if ('runId' in command && command.runId) return state.runs[command.runId]
  return command.type === 'step.exec' ? selectOpenRuns(state, command.environment).at(-1) : undefined
}

/** `held` says why, as a sentence; a rollback and what belongs to it are never held. */
export function refuseHeld(
  state: ReleaseState,
  command: Command,
  held: string | undefined,
): { rejection: Rejection } | undefined {
  if (held === undefined || !FORWARD.includes(command.type)) return undefined
  return runOf(state, command)?.kind === 'rollback' ? undefined : reject('ledger-unwritable', held)
}
