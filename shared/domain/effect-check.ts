/** Whether a step's `verify` may be run to judge an outcome nobody knows. */
import type { AttemptId, RunId } from '../ids.ts'
import { type Rejection, reject } from './rejection.ts'
import type { ReleaseState } from './state.ts'
import { selectStep } from './steps.ts'

/** `lacksSecrets` tells of runs whose secrets a restarted cockpit does not have: what verify prints could not be masked. */
export function refuseEffectCheck(
  state: ReleaseState,
  id: AttemptId,
  lacksSecrets: (run: RunId) => boolean,
): { rejection: Rejection } | undefined {
  const attempt = state.attempts[id]
  if (!attempt) return reject('unknown-step', `There is no attempt ${id} in this release.`)
  if (attempt.status !== 'unknown')
    return reject('wrong-state', `The outcome of this attempt is known: ${attempt.status}.`)
  const step = selectStep(state.runs[attempt.runId]!.definition, attempt.stepId)
  if (step?.attributes.verify === undefined)
    return reject('wrong-state', `"${step?.title ?? attempt.stepId}" names no verify: look for its effect by hand.`)
  if (lacksSecrets(attempt.runId))
    return reject(
      'missing-input',
      'The secrets of this run are missing: give them first, its output could not be masked.',
    )
  return undefined
}
