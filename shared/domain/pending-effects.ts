/** What must happen outside because of the state. The engine performs each key once and reports back with events. */
import type { AttemptId, RunId } from '../ids.ts'
import { selectMissingApprovals } from './approvals.ts'
import { selectOpenDecisions } from './decisions/select-decisions.ts'
import type { TimedDecision } from './decisions/timed-decision.ts'
import { selectActsAtMs, selectDueMs, selectOpenGaps } from './gaps.ts'
import { selectVerifyDeadlineMs } from './live.ts'
import { nextMove } from './next-move.ts'
import { type NoticeEffect, pendingNotices } from './notices/pending-notices.ts'
import type { AttemptState, ReleaseState, RunState } from './state.ts'
import { selectOpenAttempts, selectStep, selectUnfinished } from './steps.ts'
import { selectTurns } from './turns.ts'

/** How long a process group may take to end after TERM before KILL follows. */
export const KILL_GRACE_MS = 10_000

export type Effect = { key: string } & (
  | { kind: 'spawn'; attemptId: AttemptId }
  /** Wait for the process to end and import its output. */
  | { kind: 'watch'; attemptId: AttemptId }
  | { kind: 'http-check'; attemptId: AttemptId }
  | { kind: 'signal'; attemptId: AttemptId; signal: 'TERM' | 'KILL'; atMs: number }
  | { kind: 'timeout'; attemptId: AttemptId; atMs: number }
  | { kind: 'wait-over'; attemptId: AttemptId; atMs: number }
  /** Judges what is measured until the gate passes or fails. */
  | { kind: 'gate'; attemptId: AttemptId }
  /** Compares a canary with its baseline until there is a verdict. */
  | { kind: 'judge'; attemptId: AttemptId }
  /** `--yes`: the starter of the run confirms. */
  | { kind: 'confirm'; attemptId: AttemptId }
  /** Every role of an approval step said GO. */
  | { kind: 'settle-approval'; attemptId: AttemptId }
  /** After a gap: what answers now, for the person who returns. */
  | { kind: 'look-again'; runId: RunId }
  /** Before a batch: what the fleet of these services says now. */
  | { kind: 'look-at-fleet'; runId: RunId; services: string[] }
  | { kind: 'observe-live'; runId: RunId; when: 'before' | 'after'; deadlineMs: number }
  /** A failed step is tried again from then on. */
  | { kind: 'retry-due'; runId: RunId; atMs: number }
  /** Tells when a command prints nothing for too long, and when it prints again. */
  | { kind: 'listen'; attemptId: AttemptId; silentMs: number }
  /** The clock of a timed decision runs out. */
  | { kind: 'decision-due'; decisionId: string; atMs: number }
  /** Begin or pass over the next step, or finish the run. */
  | { kind: 'advance'; runId: RunId }
)

/** Those of runs and decisions, and those of notices. */
export type AnyEffect = Effect | NoticeEffect

function ofStop(state: ReleaseState, attempt: AttemptState): Effect[] {
  const stop = attempt.stop
  if (!stop || attempt.kind !== 'command') return []
  const { id: attemptId } = attempt
  if (!stop.signals.includes('TERM'))
    return [{ key: `term:${attemptId}`, kind: 'signal', attemptId, signal: 'TERM', atMs: 0 }]
  if (stop.signals.includes('KILL')) return []
  const atMs = stop.again ? 0 : selectDueMs(state, stop.atMs, KILL_GRACE_MS)
  return [{ key: `kill:${attemptId}:${atMs}`, kind: 'signal', attemptId, signal: 'KILL', atMs }]
}

function ofCommand(state: ReleaseState, run: RunState, attempt: AttemptState): Effect[] {
  const { id: attemptId } = attempt
  if (attempt.status === 'requested') return [{ key: `spawn:${attemptId}`, kind: 'spawn', attemptId }]
  const { timeoutMs, stop } = attempt
  const atMs = timeoutMs === undefined || stop ? undefined : selectActsAtMs(state, attempt, timeoutMs)
  const timeout: Effect[] =
    atMs === undefined ? [] : [{ key: `timeout:${attemptId}:${atMs}`, kind: 'timeout', attemptId, atMs }]
  const silentMs = selectStep(run.definition, attempt.stepId)?.attributes.silentMs
  const listen: Effect[] =
    silentMs === undefined ? [] : [{ key: `listen:${attemptId}`, kind: 'listen', attemptId, silentMs }]
  return [{ key: `watch:${attemptId}`, kind: 'watch', attemptId }, ...timeout, ...listen, ...ofStop(state, attempt)]
}

function ofApproval(state: ReleaseState, run: RunState, attempt: AttemptState): Effect[] {
  const step = selectStep(run.definition, attempt.stepId)
  const isSettled = step !== undefined && selectMissingApprovals(state, run, step).length === 0
  return isSettled ? [{ key: `settle:${attempt.id}`, kind: 'settle-approval', attemptId: attempt.id }] : []
}

/** The old side is kept whether anybody watches or not. */
const isSinceSwitch = (run: RunState, { stepId }: AttemptState) =>
  selectStep(run.definition, stepId)?.attributes.sinceSwitch === true

/** A soak that nobody watched is not health: a wait is over when it was awake for as long as it says. */
function ofWait(state: ReleaseState, run: RunState, attempt: AttemptState): Effect[] {
  const { id: attemptId } = attempt
  const waitMs = attempt.waitMs ?? 0
  const atMs = isSinceSwitch(run, attempt) ? attempt.startedAtMs + waitMs : selectActsAtMs(state, attempt, waitMs)
  return atMs === undefined ? [] : [{ key: `wait:${attemptId}:${atMs}`, kind: 'wait-over', attemptId, atMs }]
}

function ofAttempt(state: ReleaseState, run: RunState, attempt: AttemptState): Effect[] {
  const { id: attemptId } = attempt
  switch (attempt.kind) {
    case 'command':
      return ofCommand(state, run, attempt)
    case 'http':
      return [{ key: `http:${attemptId}`, kind: 'http-check', attemptId }]
    case 'wait':
      return ofWait(state, run, attempt)
    case 'manual':
    case 'instruction':
      return run.confirmAll ? [{ key: `confirm:${attemptId}`, kind: 'confirm', attemptId }] : []
    case 'gate':
      return [{ key: `gate:${attemptId}`, kind: 'gate', attemptId }]
    case 'judge':
      return [{ key: `judge:${attemptId}`, kind: 'judge', attemptId }]
    case 'approval':
      return ofApproval(state, run, attempt)
    default:
      return []
  }
}

function ofRun(state: ReleaseState, run: RunState, nowMs: number): Effect[] {
  const effects = selectOpenAttempts(state, run).flatMap((attempt) => ofAttempt(state, run, attempt))
  const move = nextMove(state, run, nowMs)
  if (['begin', 'pass-over', 'finish'].includes(move.kind))
    effects.push({ key: `advance:${run.id}:${state.size}`, kind: 'advance', runId: run.id })
  if (move.kind === 'observe') effects.push(observe(state, run, move.when))
  if (move.kind === 'look-at-fleet') {
    const { step, services, sinceMs } = move
    effects.push({ key: `fleet:${step.id}:${sinceMs}`, kind: 'look-at-fleet', runId: run.id, services })
  }
  effects.push(...lookAgain(state, run), ...ofRetries(state, run, nowMs))
  return effects
}

/** Only while it lies ahead: from then on it is the next move. */
const ofRetries = (state: ReleaseState, run: RunState, nowMs: number): Effect[] =>
  selectTurns(state, run).flatMap((turn): Effect[] => {
    if (turn.phase !== 'retrying' || turn.retry.atMs <= nowMs) return []
    const { atMs } = turn.retry
    return [{ key: `retry:${turn.attempt.id}:${atMs}`, kind: 'retry-due', runId: run.id, atMs }]
  })

/** Nobody knows what happened meanwhile: what is live is looked at anew before a person decides. */
function lookAgain(state: ReleaseState, run: RunState): Effect[] {
  const gap = selectOpenGaps(state, run).at(-1)
  if (!gap) return []
  const isOld = run.definition.services.some(
    ({ name, live }) => live && (state.live[`${run.environment}/${name}`]?.seq ?? 0) < gap.seq,
  )
  return isOld ? [{ key: `look:${run.id}:${gap.seq}`, kind: 'look-again', runId: run.id }] : []
}

const observe = (state: ReleaseState, run: RunState, when: 'before' | 'after'): Effect => ({
  key: `observe:${run.id}:${when}`,
  kind: 'observe-live',
  runId: run.id,
  when,
  deadlineMs: when === 'before' ? 0 : selectVerifyDeadlineMs(state, run),
})

/** What is started comes before what is told: a notice is never in the way of a run. */
const isStarting = (effects: Effect[]) => effects.some(({ kind }) => kind === 'spawn' || kind === 'advance')

/** Every effect that is due or under way, each with a key that names it for as long as it is pending. */
export function pendingEffects(state: ReleaseState, nowMs: number): AnyEffect[] {
  const effects = selectUnfinished(state)
    .flatMap((run) => ofRun(state, run, nowMs))
    .concat(selectOpenDecisions(state).flatMap(ofDecision))
  return [...effects, ...pendingNotices(state, isStarting(effects))]
}

const ofDecision = ({ id: decisionId, dueAtMs: atMs }: TimedDecision): Effect[] =>
  atMs === undefined ? [] : [{ key: `decision:${decisionId}:${atMs}`, kind: 'decision-due', decisionId, atMs }]
