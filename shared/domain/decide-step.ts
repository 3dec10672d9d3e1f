import type { Command } from '../contract/commands.ts'
import type { CockpitEvent } from '../events/index.ts'
import type { Step } from '../runbook/model.ts'
import { selectMissingApprovals } from './approvals.ts'
import type { Decision, Facts } from './decision.ts'
import { selectNeed } from './next-move.ts'
import { reject } from './rejection.ts'
import type { AttemptState, ReleaseState, RunState } from './state.ts'
import { isOpen, selectAttempts } from './steps.ts'
import { stopAttempt } from './stop.ts'
import { waitMsFrom } from './strategies/keep-old.ts'
import { selectTurns, type Turn } from './turns.ts'

type StepCommand = Exclude<Extract<Command, { type: `step.${string}` }>, { type: 'step.exec' }>
type OnAttempt = Extract<StepCommand, { attemptId: unknown }>
type OnStep = Extract<StepCommand, { stepId: unknown }>

export const decideStep = (state: ReleaseState, command: StepCommand, facts: Facts): Decision =>
  'attemptId' in command ? onAttempt(state, command, facts) : onStep(state, command, facts)

const of = (attempt: AttemptState) => ({ runId: attempt.runId, stepId: attempt.stepId, attemptId: attempt.id })

/** The intent to try a step once more. */
export function beginStep(state: ReleaseState, run: RunState, step: Step, facts: Facts): CockpitEvent {
  const { timeoutMs } = step.attributes
  return {
    type: 'step.started',
    payload: {
      runId: run.id,
      stepId: step.id,
      attemptId: facts.attemptId,
      number: selectAttempts(state, run, step.id).length + 1,
      kind: step.kind,
      stepDigest: facts.stepDigests[step.id] ?? run.definitionDigest,
      ...(step.kind === 'command' ? { nonce: facts.nonce } : {}),
      ...(timeoutMs === undefined || step.kind !== 'command' ? {} : { timeoutMs }),
      ...(step.kind === 'wait' ? { waitMs: waitMsFrom(state, run, step, facts.nowMs) } : {}),
    },
  }
}

function onStep(state: ReleaseState, command: OnStep, facts: Facts): Decision {
  const run = state.runs[command.runId]
  if (!run) return reject('unknown-run', `There is no run ${command.runId} in this release.`)
  if (run.finished) return reject('run-not-open', `Run ${run.id} is over (${run.finished.outcome}).`)
  if (command.type === 'step.skip') return skip(state, run, command.stepId, command.reason)
  const turns = selectTurns(state, run)
  const turn = turns.find((each) => each.step.id === command.stepId)
  if (!turn)
    return reject('wrong-state', `Not this step's turn: the run stands at "${turns[0]?.step.title ?? 'its end'}".`)
  if (command.type === 'step.retry') return retry(state, run, turn, facts)
  if (command.type === 'step.stop-retries') return stopRetries(turn, command.reason)
  return start(state, run, turn, facts)
}

function retry(state: ReleaseState, run: RunState, turn: Turn, facts: Facts): Decision {
  const { title } = turn.step
  if (turn.phase === 'ready' || turn.phase === 'open')
    return reject('wrong-state', `"${title}" has not failed: there is nothing to retry.`)
  if (turn.attempt.status === 'unknown')
    return reject('wrong-state', `The outcome of "${title}" is unknown: say first whether it succeeded or failed.`)
  if (run.stopRequested || run.takenOverBy)
    return reject('wrong-state', `Run ${run.id} is being ended: nothing more is begun in it.`)
  return { events: [beginStep(state, run, turn.step, facts)] }
}

function stopRetries(turn: Turn, reason: string): Decision {
  if (turn.phase !== 'retrying')
    return reject('wrong-state', `"${turn.step.title}" is not about to be tried again by itself.`)
  return { events: [{ type: 'step.retries-stopped', payload: { ...of(turn.attempt), reason } }] }
}

/** Whether the run itself may go on is judged by the whole: a pause, a gap or a failed branch holds a start as well. */
function start(state: ReleaseState, run: RunState, turn: Turn, facts: Facts): Decision {
  const needs = selectNeed(state, run, turn, facts.nowMs)
  if (needs?.kind !== 'needs-start')
    return reject('wrong-state', `"${turn.step.title}" does not wait to be started by a person.`)
  return { events: [beginStep(state, run, turn.step, facts)] }
}

function skip(state: ReleaseState, run: RunState, id: Step['id'], reason: string): Decision {
  const attempts = selectAttempts(state, run, id)
  const planned = run.plan.some((each) => each.stepId === id)
  if (!planned) return reject('unknown-step', `Run ${run.id} has no step "${id}".`)
  if (run.skipped[id]) return reject('wrong-state', `"${id}" is skipped already.`)
  const last = attempts.at(-1)
  if (last?.status === 'succeeded') return reject('wrong-state', `"${id}" is done: it cannot be skipped any more.`)
  if (last && isOpen(last) && last.status !== 'waiting')
    return reject('wrong-state', `"${id}" is running: stop it first.`)
  if (last?.status === 'unknown')
    return reject('wrong-state', `The outcome of "${id}" is unknown: say first whether it succeeded or failed.`)
  const ended: CockpitEvent[] =
    last && isOpen(last)
      ? [{ type: 'step.finished', payload: { ...of(last), outcome: 'stopped', reason, durationMs: 0 } }]
      : []
  return { events: [...ended, { type: 'step.skipped', payload: { runId: run.id, stepId: id, reason } }] }
}

function onAttempt(state: ReleaseState, command: OnAttempt, facts: Facts): Decision {
  const attempt = state.attempts[command.attemptId]
  if (!attempt) return reject('unknown-step', `There is no attempt ${command.attemptId} in this release.`)
  if (command.type === 'step.resolve') return resolve(attempt, command)
  if (!isOpen(attempt)) return reject('wrong-state', `This attempt is over (${attempt.status}).`)
  if (command.type === 'step.stop') return stop(attempt, command.reason, facts)
  if (attempt.kind === 'gate' && command.type === 'step.confirm')
    return reject('wrong-state', 'A gate passes by itself: to go on without it, say why.')
  if (attempt.kind === 'judge' && command.type === 'step.confirm')
    return reject('wrong-state', 'The judge promotes by itself: to go on without its verdict, say why.')
  const byPerson = ['manual', 'instruction', 'gate', 'judge'].includes(attempt.kind)
  if (!byPerson) return reject('wrong-state', 'This step is not confirmed by hand: it ends by itself.')
  const durationMs = facts.nowMs - attempt.startedAtMs
  const said =
    command.type === 'step.confirm'
      ? { outcome: 'succeeded' as const, note: command.note }
      : { outcome: 'failed' as const, reason: command.reason }
  return { events: [{ type: 'step.finished', payload: { ...of(attempt), ...said, durationMs } }] }
}

function stop(attempt: AttemptState, reason: string, facts: Facts): Decision {
  const requested = stopAttempt(attempt, 'person', reason)
  if (attempt.status !== 'waiting') return { events: [requested] }
  const durationMs = facts.nowMs - attempt.startedAtMs
  return {
    events: [requested, { type: 'step.finished', payload: { ...of(attempt), outcome: 'stopped', reason, durationMs } }],
  }
}

const resolve = (attempt: AttemptState, command: Extract<OnAttempt, { type: 'step.resolve' }>): Decision =>
  attempt.status === 'unknown'
    ? {
        events: [
          { type: 'step.resolved', payload: { ...of(attempt), outcome: command.outcome, reason: command.reason } },
        ],
      }
    : reject('wrong-state', `The outcome of this attempt is known: ${attempt.status}.`)

/** An approval step ends when every role it names said GO about what is shown. */
export function settleApproval(
  state: ReleaseState,
  run: RunState,
  step: Step,
  attempt: AttemptState,
  nowMs: number,
): CockpitEvent[] {
  if (attempt.status !== 'waiting' || selectMissingApprovals(state, run, step).length > 0) return []
  return [
    {
      type: 'step.finished',
      payload: { ...of(attempt), outcome: 'succeeded', durationMs: nowMs - attempt.startedAtMs },
    },
  ]
}
