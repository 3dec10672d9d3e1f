/** What a person says to a gate. */
import type { Command } from '../../contract/commands.ts'
import type { CockpitEvent } from '../../events/index.ts'
import type { Decision, Facts } from '../decision.ts'
import { reject } from '../rejection.ts'
import type { ReleaseState } from '../state.ts'
import { isOpen } from '../steps.ts'

export type GateCommand = Extract<Command, { type: `gate.${string}` }>

export function decideGate(state: ReleaseState, command: GateCommand, facts: Facts): Decision {
  const attempt = state.attempts[command.attemptId]
  if (!attempt) return reject('unknown-step', `There is no attempt ${command.attemptId} in this release.`)
  if (attempt.kind !== 'gate') return reject('wrong-state', 'This step is no gate.')
  if (!isOpen(attempt)) return reject('wrong-state', `This gate is over (${attempt.status}).`)
  const of = { runId: attempt.runId, stepId: attempt.stepId, attemptId: attempt.id }
  const { reason } = command
  if (command.type === 'gate.keep-waiting') {
    if (!attempt.gate?.asked) return reject('wrong-state', 'This gate asks nothing now: it holds by itself.')
    return { events: [{ type: 'gate.kept-waiting', payload: { ...of, reason } }] }
  }
  const durationMs = facts.nowMs - attempt.startedAtMs
  const note = `Gone on without the gate: ${reason}`
  const events: CockpitEvent[] = [
    { type: 'gate.overridden', payload: { ...of, reason } },
    { type: 'step.finished', payload: { ...of, outcome: 'succeeded', note, durationMs } },
  ]
  return { events }
}
