/** What a person says to a step that judges. */
import type { Command } from '../../contract/commands.ts'
import type { Decision, Facts } from '../decision.ts'
import { reject } from '../rejection.ts'
import type { ReleaseState } from '../state.ts'
import { isOpen } from '../steps.ts'

export type JudgingCommand = Extract<Command, { type: `judge.${string}` }>

export function decideJudging(state: ReleaseState, command: JudgingCommand, facts: Facts): Decision {
  const attempt = state.attempts[command.attemptId]
  if (!attempt) return reject('unknown-step', `There is no attempt ${command.attemptId} in this release.`)
  if (attempt.kind !== 'judge') return reject('wrong-state', 'This step judges nothing.')
  if (!isOpen(attempt)) return reject('wrong-state', `This step is over (${attempt.status}).`)
  const of = { runId: attempt.runId, stepId: attempt.stepId, attemptId: attempt.id }
  const { reason } = command
  if (command.type === 'judge.keep-waiting') {
    if (!attempt.judging?.asked)
      return reject('wrong-state', 'The judge asks nothing now: it measures until its time is over.')
    return { events: [{ type: 'judge.kept-waiting', payload: { ...of, reason } }] }
  }
  const durationMs = facts.nowMs - attempt.startedAtMs
  const note = `Promoted without a verdict that does: ${reason}`
  return {
    events: [
      { type: 'judge.promoted', payload: { ...of, reason } },
      { type: 'step.finished', payload: { ...of, outcome: 'succeeded', note, durationMs } },
    ],
  }
}
