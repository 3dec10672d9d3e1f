/** What a run would do next, as a pure function of the state: the one place that knows the order of things. */
import type { Step } from '../runbook/model.ts'
import { selectMissingApprovals } from './approvals.ts'
import { selectUnmet } from './conditions.ts'
import { selectOpenDecisions } from './decisions/select-decisions.ts'
import { selectOpenGaps } from './gaps.ts'
import { selectLiveVerdict } from './live.ts'
import type { NextMove } from './moves.ts'
import type { ReleaseState, RunState } from './state.ts'
import { selectLastAttempt, selectOpenAttempts, selectOpenRuns, selectStep } from './steps.ts'
import { selectBatchHold } from './strategies/max-unavailable.ts'
import { isPassedOver, selectTurns, type Turn } from './turns.ts'

const blockingRun = (state: ReleaseState, run: RunState): RunState | undefined =>
  selectOpenRuns(state, run.environment).find(
    (other) => other.takenOverBy === run.id && selectOpenAttempts(state, other).length > 0,
  )

/** The last step, in the order of the plan, that was tried and left without success. */
function lastFailure(state: ReleaseState, run: RunState) {
  const tried = run.plan.flatMap(({ stepId }) => {
    const step = selectStep(run.definition, stepId)
    const attempt = selectLastAttempt(state, run, stepId)
    return step && attempt && !run.skipped[stepId] ? [{ step, attempt }] : []
  })
  return tried.findLast(
    ({ step, attempt }) => attempt.status !== 'succeeded' && !isPassedOver(state, run, step, attempt),
  )
}

function ending(state: ReleaseState, run: RunState): NextMove {
  if (run.takenOverBy)
    return { kind: 'finish', outcome: 'stopped', reason: `Taken over by rollback ${run.takenOverBy}.` }
  const reason = run.stopRequested?.reason ?? ''
  const failure = lastFailure(state, run)
  if (!failure || failure.attempt.stop?.cause === 'person') return { kind: 'finish', outcome: 'stopped', reason }
  const { step, attempt } = failure
  const said = `${step.title}: ${attempt.reason ?? attempt.status}. ${reason}`.trim()
  return { kind: 'finish', outcome: 'failed', reason: said }
}

/** A run that is being ended begins nothing more. */
function endingMove(state: ReleaseState, run: RunState): NextMove | undefined {
  if (run.takenOverBy) return ending(state, run)
  if (!run.stopRequested) return undefined
  return needsLook(state, run, 'after') ? { kind: 'observe', when: 'after' } : ending(state, run)
}

/** G8. What leads back is never held by what is measured. */
const ungated = (run: RunState, step: Step): string | undefined =>
  run.kind === 'rollback' && (step.kind === 'gate' || step.kind === 'judge') ? 'No gate holds a rollback.' : undefined

/** What one step whose turn it is needs. */
function moveOf(state: ReleaseState, run: RunState, turn: Turn, nowMs: number): NextMove[] {
  const { step } = turn
  if (turn.phase === 'open' || turn.phase === 'halted') return []
  if (turn.phase === 'retrying') {
    const { attempt, retry } = turn
    return [nowMs >= retry.atMs ? { kind: 'begin', step } : { kind: 'retry-wait', step, attempt, ...retry }]
  }
  const unmet = selectUnmet(run, step) ?? ungated(run, step)
  if (unmet) return [{ kind: 'pass-over', step, reason: unmet }]
  const missing = run.kind === 'rollback' || step.kind === 'approval' ? [] : selectMissingApprovals(state, run, step)
  if (missing.length > 0) return [{ kind: 'needs-approval', step, missing }]
  const fleet = selectBatchHold(state, run, step)
  if (fleet?.kind === 'look') return [{ ...fleet, kind: 'look-at-fleet', step }]
  if (fleet) return [{ ...fleet, kind: 'fleet-short', step }]
  return [asksFirst(run, step) ? { kind: 'needs-start', step } : { kind: 'begin', step }]
}

/** Why the run as a whole begins nothing now; undefined when the steps whose turn it is decide. */
function holdOf(state: ReleaseState, run: RunState, turns: Turn[], nowMs: number): NextMove | undefined {
  const end = endingMove(state, run)
  if (end) return end
  const blocking = blockingRun(state, run)
  if (blocking) return { kind: 'wait-for-run', run: blocking }
  const gaps = selectOpenGaps(state, run)
  if (turns.length === 0) return gaps.length > 0 ? { kind: 'held', gaps } : selectLiveVerdict(state, run, nowMs)
  const decision = run.kind === 'deploy' ? selectOpenDecisions(state, run.environment)[0] : undefined
  const critical = decision?.severity === 'critical' ? decision : undefined
  const halted = turns.find((turn) => turn.phase === 'halted')
  // What failed may be what the room has to decide about: that is asked first.
  if (halted && critical) return { kind: 'decision', decision: critical }
  if (halted) return { kind: 'halted', step: halted.step, attempt: halted.attempt }
  if (run.paused) return { kind: 'paused' }
  if (critical) return { kind: 'decision', decision: critical }
  if (gaps.length > 0) return { kind: 'held', gaps }
  if (run.kind === 'deploy' && run.attempts.length === 0 && needsLook(state, run, 'before'))
    return { kind: 'observe', when: 'before' }
  return undefined
}

const BY_ITSELF = ['begin', 'pass-over', 'look-at-fleet']

/**
 * `nowMs` matters only for retries and for how long a finished rollback waits to see the previous version live. What runs beside a failed branch is let
 * finish first.
 */
export function nextMove(state: ReleaseState, run: RunState, nowMs: number): NextMove {
  if (run.finished) return { kind: 'none', because: 'finished' }
  const open = selectOpenAttempts(state, run)
  const wait: NextMove | undefined = open.length > 0 ? { kind: 'wait', attempts: open } : undefined
  const turns = selectTurns(state, run)
  const hold = holdOf(state, run, turns, nowMs)
  if (hold) return wait ?? hold
  const moves = turns.flatMap((turn) => moveOf(state, run, turn, nowMs))
  const own = moves.find((move) => BY_ITSELF.includes(move.kind))
  const asked = moves.find(({ kind }) => kind.startsWith('needs') || kind === 'fleet-short')
  return own ?? asked ?? wait ?? moves[0]!
}

/** What one of several steps whose turn it is needs, when the run as a whole may go on. */
export function selectNeed(state: ReleaseState, run: RunState, turn: Turn, nowMs: number): NextMove | undefined {
  const hold = holdOf(state, run, selectTurns(state, run), nowMs)
  return hold ? undefined : moveOf(state, run, turn, nowMs)[0]
}

/** A person starts each command at manual pace, and at any pace one that names what to confirm; a rollback asks nobody. */
const asksFirst = (run: RunState, step: Step) =>
  (step.kind === 'command' || step.kind === 'http') &&
  !run.confirmAll &&
  (run.pace === 'manual' || (run.kind === 'deploy' && step.attributes.confirm !== undefined))

/** Whether a service's live version has not been looked at for this run yet. */
const needsLook = (state: ReleaseState, run: RunState, when: 'before' | 'after') =>
  run.definition.services.some((service) => {
    const seen = state.live[`${run.environment}/${service.name}`]
    return service.live && (seen?.runId !== run.id || (when === 'after' && seen.when !== 'after'))
  })
