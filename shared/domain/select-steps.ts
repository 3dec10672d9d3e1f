/** How the steps of a run stand, in the words of the screen and the terminal. */
import type { Actor } from '../events/index.ts'
import type { RunId, StepId } from '../ids.ts'
import type { Step } from '../runbook/model.ts'
import { needsPerson } from './gates/select-gate.ts'
import type { NextMove } from './moves.ts'
import { nextMove, selectNeed } from './next-move.ts'
import type { RetrySeries } from './retries.ts'
import type { AttemptState, ReleaseState, RunState } from './state.ts'
import { selectAttempts, selectStep } from './steps.ts'
import { isPassedOver, selectParts, selectTurns, type Turn } from './turns.ts'

export type StepStatus =
  | 'waiting'
  | 'next'
  | 'needs-person'
  | 'needs-approval'
  | 'needs-start'
  /** A batch that does not begin while too much of its fleet fails. */
  | 'needs-instances'
  | 'running'
  | 'holding'
  | 'stopping'
  | 'paused'
  | 'done'
  | 'skipped'
  | 'stopped'
  /** Failed; the cockpit tries it again by itself. */
  | 'retrying'
  | 'failed'
  /** Failed, and the runbook says to go on. */
  | 'went-on'
  | 'timed-out'
  | 'unknown'
  | 'undone'

/** The word that stands beside the mark: state is never colour alone. */
export const STATUS_WORDS: Record<StepStatus, string> = {
  waiting: 'Waiting',
  next: 'Next',
  'needs-person': 'Needs a person',
  'needs-approval': 'Needs approval',
  'needs-start': 'Ready to start',
  'needs-instances': 'Held by its instances',
  running: 'Running',
  holding: 'Holding',
  stopping: 'Stopping',
  paused: 'Paused',
  done: 'Done',
  skipped: 'Skipped',
  stopped: 'Stopped',
  retrying: 'Failed, retries',
  failed: 'Failed',
  'went-on': 'Failed, went on',
  'timed-out': 'Timed out',
  unknown: 'Outcome unknown',
  undone: 'Undone',
}

export type StepView = {
  step: Step
  /** From 1, in the order of the run. */
  ordinal: number
  /** As people call it: `7`, `R2` in a rollback, `A1` for a typed command; typed commands move no number. */
  label: string
  /** A command typed in a terminal: why, and by whom. */
  adHoc?: { reason: string; by: Actor }
  status: StepStatus
  attempts: AttemptState[]
  last?: AttemptState
  plannedMs?: number
  /** Sum over attempts that ended; a running attempt is counted by the clock of whoever shows it. */
  actualMs?: number
  startedAtMs?: number
  /** Roles whose GO is missing. */
  missing: string[]
  /** Why its fleet holds it. */
  heldBy?: string
  skippedReason?: string
  undoes?: StepId
  undoneBy?: RunId
  /** When and for which time it is tried again by itself. */
  retry?: RetrySeries
  /** Of a parallel group: the steps that run beside it, itself included. */
  branches: StepId[]
}

const ENDED: Partial<Record<AttemptState['status'], StepStatus>> = {
  succeeded: 'done',
  failed: 'failed',
  'timed-out': 'timed-out',
  stopped: 'stopped',
  'never-started': 'stopped',
  unknown: 'unknown',
}

function openStatus(attempt: AttemptState): StepStatus {
  if (attempt.stop) return 'stopping'
  if (attempt.kind === 'wait') return 'holding'
  if (attempt.kind === 'gate' || attempt.kind === 'judge') return needsPerson(attempt) ? 'needs-person' : 'holding'
  if (attempt.kind === 'approval') return 'needs-approval'
  return attempt.status === 'waiting' ? 'needs-person' : 'running'
}

/** Steps of this run that a later rollback has undone. One undo may stand for several steps: it runs once and undoes them all. */
function undoneSteps(state: ReleaseState, run: RunState): Map<StepId, RunId> {
  const later = state.runOrder
    .map((id) => state.runs[id]!)
    .filter((each) => each.kind === 'rollback' && each.seq > run.seq && each.environment === run.environment)
  const undone = new Map<StepId, RunId>()
  for (const back of later)
    for (const { stepId } of run.plan) {
      const undo = selectStep(run.definition, stepId)?.attributes.undo
      if (undo && selectAttempts(state, back, undo).at(-1)?.status === 'succeeded') undone.set(stepId, back.id)
    }
  return undone
}

/** Steps of the plan count on by themselves; steps that were typed are A1, A2… */
function labelSteps(run: RunState): Map<StepId, string> {
  const counts = { typed: 0, planned: 0 }
  const prefix = run.kind === 'rollback' || run.rehearsal?.of === 'rollback' ? 'R' : ''
  return new Map(
    run.plan.map(({ stepId }) =>
      run.adHoc?.[stepId] ? [stepId, `A${++counts.typed}`] : [stepId, `${prefix}${++counts.planned}`],
    ),
  )
}

type Context = {
  state: ReleaseState
  run: RunState
  move: NextMove
  undone: Map<StepId, RunId>
  turns: Map<StepId, Turn>
}

/** What the run asks of a step it has not begun; the run's own move names one of several branches. */
function turnStatus({ state, run, move, turns }: Context, id: StepId, nowMs: number): StepStatus {
  const turn = turns.get(id)
  if (!turn) return 'waiting'
  if ('step' in move && move.step.id === id && (move.kind === 'needs-approval' || move.kind === 'needs-start'))
    return move.kind
  const need = selectNeed(state, run, turn, nowMs)?.kind
  if (need === 'needs-approval' || need === 'needs-start') return need
  if (need === 'fleet-short') return 'needs-instances'
  return 'step' in move && move.step.id === id ? 'next' : 'waiting'
}

function statusOf(context: Context, step: Step, last: AttemptState | undefined, nowMs: number): StepStatus {
  const { state, run, undone, turns } = context
  if (last && undone.has(step.id)) return 'undone'
  if (run.skipped[step.id]) return 'skipped'
  if (!last) return turnStatus(context, step.id, nowMs)
  if (turns.get(step.id)?.phase === 'retrying' && !run.finished) return 'retrying'
  if (isPassedOver(state, run, step, last)) return 'went-on'
  return ENDED[last.status] ?? openStatus(last)
}

function viewOf(
  context: Context,
  part: Step[],
  step: Step,
  nowMs: number,
): Omit<StepView, 'ordinal' | 'undoes' | 'label'> {
  const { state, run, move, undone, turns } = context
  const attempts = selectAttempts(state, run, step.id)
  const last = attempts.at(-1)
  const ended = attempts.filter((attempt) => attempt.durationMs !== undefined)
  const turn = turns.get(step.id)
  const need = turn && !last ? selectNeed(state, run, turn, nowMs) : undefined
  const asks = 'step' in move && move.step.id === step.id && move.kind === 'needs-approval' ? move : need
  return {
    step,
    status: statusOf(context, step, last, nowMs),
    attempts,
    last,
    actualMs: ended.length > 0 ? ended.reduce((sum, each) => sum + each.durationMs!, 0) : undefined,
    startedAtMs: attempts[0]?.startedAtMs,
    missing: asks?.kind === 'needs-approval' ? asks.missing : [],
    ...(need?.kind === 'fleet-short' ? { heldBy: need.words } : {}),
    skippedReason: run.skipped[step.id]?.reason,
    undoneBy: undone.get(step.id),
    adHoc: run.adHoc?.[step.id],
    ...(turn?.phase === 'retrying' ? { retry: turn.retry } : {}),
    branches: part.length > 1 ? part.map((each) => each.id) : [],
  }
}

const AHEAD = ['waiting', 'next', 'paused', 'needs-person', 'needs-approval', 'needs-start', 'needs-instances']

/** The first step that still waits is the one that comes next, or that a pause holds. */
function markNext(views: StepView[], run: RunState): StepView[] {
  const first = views.findIndex((view) => AHEAD.includes(view.status))
  if (run.finished || run.takenOverBy || views[first]?.status !== 'waiting') return views
  return views.with(first, { ...views[first]!, status: run.paused ? 'paused' : 'next' })
}

/** One row per planned step of a run. `nowMs` only decides what is shown as next. */
export function selectSteps(state: ReleaseState, run: RunState, nowMs: number): StepView[] {
  const turns = new Map(selectTurns(state, run).map((turn) => [turn.step.id, turn]))
  const context = { state, run, move: nextMove(state, run, nowMs), undone: undoneSteps(state, run), turns }
  const labels = labelSteps(run)
  const parts = new Map(selectParts(run).flatMap((part) => part.map((step) => [step.id, part] as const)))
  const views = run.plan.flatMap(({ stepId, plannedMs, undoes }, index): StepView[] => {
    const part = parts.get(stepId)
    const step = part?.find((each) => each.id === stepId)
    if (!part || !step) return []
    const label = labels.get(stepId) ?? ''
    return [{ ...viewOf(context, part, step, nowMs), plannedMs, undoes, label, ordinal: index + 1 }]
  })
  return markNext(views, run)
}

export type RunMood =
  | 'running'
  | 'paused'
  /** After a gap: a person says whether it goes on. */
  | 'held'
  | 'halted'
  | 'needs-person'
  | 'verifying'
  | 'stopping'
  | 'taken-over'
  | 'succeeded'
  | 'failed'
  | 'stopped'

/** How a run stands as a whole. */
export function selectRunMood(state: ReleaseState, run: RunState, nowMs: number): RunMood {
  if (run.finished) return run.finished.outcome
  if (run.takenOverBy) return 'taken-over'
  if (run.stopRequested) return 'stopping'
  const move = nextMove(state, run, nowMs)
  if (move.kind === 'halted' || move.kind === 'paused' || move.kind === 'held') return move.kind
  if (['needs-approval', 'needs-start', 'fleet-short', 'decision'].includes(move.kind)) return 'needs-person'
  if (move.kind === 'wait' && move.attempts.every(needsPerson)) return 'needs-person'
  if (move.kind === 'observe' && move.when === 'after') return 'verifying'
  return 'running'
}
