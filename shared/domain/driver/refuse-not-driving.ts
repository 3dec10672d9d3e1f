/** What a driver on record means for everybody else: they look, speak, stop and lead back; what goes forward is the driver's. */
import type { Command } from '../../contract/commands.ts'
import type { Actor } from '../../events/index.ts'
import { type Rejection, reject } from '../rejection.ts'
import { sameName } from '../same-name.ts'
import type { ReleaseState } from '../state.ts'
import { selectOpenRuns } from '../steps.ts'

/** Starts something, or lets a run go on. Words of roles, confirmations of who did a step, stops and decisions are everybody's. */
const FORWARD: readonly Command['type'][] = [
  'run.start',
  'rehearsal.start',
  'run.resume',
  'step.start',
  'step.retry',
  'step.skip',
  'step.exec',
  'gate.override',
  'judge.promote',
  'batch.override',
  'amend.request',
]

const isForward = (command: Command): boolean =>
  FORWARD.includes(command.type) || (command.type === 'gap.acknowledge' && command.decision === 'continue')

/** Nothing of a rollback waits for a driver. */
function isOfRollback(state: ReleaseState, command: Command): boolean {
  const attempt = 'attemptId' in command ? state.attempts[command.attemptId] : undefined
  const runId = attempt?.runId ?? ('runId' in command ? command.runId : undefined)
  const run =
    runId === undefined && command.type === 'step.exec'
      ? selectOpenRuns(state, command.environment).at(-1)
      : runId && state.runs[runId]
  return run ? run.kind === 'rollback' : false
}

export function refuseNotDriving(
  state: ReleaseState,
  command: Command,
  actor: Actor,
): { rejection: Rejection } | undefined {
  const { driver } = state
  if (!driver || actor.kind !== 'person' || sameName(driver.name, actor.name)) return undefined
  if (!isForward(command) || isOfRollback(state, command)) return undefined
  return reject(
    'not-driving',
    `${driver.name} drives this release, not ${actor.name}. Take over first (click the driver in the header, or cockpit drive --take --reason WORDS), or have it handed over. A rollback and a stop need no driver.`,
  )
}
