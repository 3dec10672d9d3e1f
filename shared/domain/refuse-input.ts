/** Whether what a person types can reach a command: only one that runs on a terminal of this machine reads it. */
import type { AttemptId } from '../ids.ts'
import { type Rejection, reject } from './rejection.ts'
import type { AttemptState, ReleaseState } from './state.ts'
import { isOpen, selectStep } from './steps.ts'

/** A command on a pseudo-terminal; over ssh there is none. */
export const isOnTerminal = (state: ReleaseState, attempt: AttemptState): boolean =>
  attempt.kind === 'command' &&
  attempt.identity?.host === undefined &&
  selectStep(state.runs[attempt.runId]!.definition, attempt.stepId)?.attributes.interactive === true

export function refuseInput(state: ReleaseState, id: AttemptId): { rejection: Rejection } | undefined {
  const attempt = state.attempts[id]
  if (!attempt) return reject('unknown-step', `There is no attempt ${id} in this release.`)
  if (attempt.identity?.host !== undefined)
    return reject(
      'not-supported',
      `This command runs on ${attempt.identity.host} without a terminal: it cannot be answered.`,
    )
  if (!isOnTerminal(state, attempt))
    return reject(
      'not-interactive',
      'This step reads no input. Write interactive=true on it and it runs on a terminal.',
    )
  if (!isOpen(attempt))
    return reject('wrong-state', `This attempt is over (${attempt.status}): nobody reads what is typed.`)
  if (attempt.status !== 'running')
    return reject('wrong-state', 'The command is being started: type again in a moment.')
  return undefined
}
