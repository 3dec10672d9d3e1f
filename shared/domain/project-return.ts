/** What a person must know on return, before the run goes on: how long nobody watched, what ended meanwhile, what is live now (DESIGN §7). */
import type { StepId } from '../ids.ts'
import { selectDueMs, selectLapsedMs, selectOpenGaps } from './gaps.ts'
import type { AttemptState, GapState, LiveState, ReleaseState, RunState } from './state.ts'
import { isOpen, selectStep } from './steps.ts'
import { selectTurns } from './turns.ts'

export type ReturnedStep = { stepId: StepId; title: string; status: AttemptState['status']; atMs?: number }

/** A clock that ran out meanwhile and did not act. */
export type LapsedClock = { stepId: StepId; title: string; what: 'timeout' | 'wait'; atMs: number; leftMs: number }

export type ReturnReport = {
  gaps: GapState[]
  /** The entry of the last gap: what acknowledging binds to. */
  throughSeq: number
  fromMs: number
  toMs: number
  /** Sum of the gaps: less than from–to when somebody watched in between. */
  blindMs: number
  /** Steps that ended while nobody watched, and those whose outcome is unknown. */
  ended: ReturnedStep[]
  /** Steps that still run or wait. */
  open: ReturnedStep[]
  lapsed: LapsedClock[]
  /** Services with what answers now; `seen` is absent until it was looked at after the gap. */
  live: { service: string; seen?: LiveState }[]
  isRehearsal: boolean
  /** What "continue" begins. */
  next?: { stepId: StepId; title: string }
}

/** When the command itself ended, not when that was noticed. */
const endedAtMs = (attempt: AttemptState) =>
  attempt.durationMs === undefined ? undefined : attempt.startedAtMs + attempt.durationMs

function endedWithin(attempt: AttemptState, gaps: GapState[]): boolean {
  if (isOpen(attempt) || !gaps.some((gap) => attempt.startedAtMs < gap.toMs)) return false
  if (attempt.status === 'unknown') return true
  const atMs = endedAtMs(attempt)
  return atMs !== undefined && gaps.some((gap) => gap.fromMs <= atMs && atMs <= gap.toMs)
}

function lapsedClocks(state: ReleaseState, attempt: AttemptState, title: string, toMs: number): LapsedClock[] {
  // The old side is kept by the wall clock: no gap takes anything from that.
  const run = state.runs[attempt.runId]
  if (run && selectStep(run.definition, attempt.stepId)?.attributes.sinceSwitch) return []
  const allowedMs = attempt.kind === 'wait' ? attempt.waitMs : attempt.stop ? undefined : attempt.timeoutMs
  if (allowedMs === undefined) return []
  const atMs = selectLapsedMs(state, attempt.runId, attempt.startedAtMs, allowedMs)
  if (atMs === undefined) return []
  const what = attempt.kind === 'wait' ? 'wait' : 'timeout'
  const leftMs = Math.max(0, selectDueMs(state, attempt.startedAtMs, allowedMs) - toMs)
  return [{ stepId: attempt.stepId, title, what, atMs, leftMs }]
}

/** Undefined when no gap of this run waits for a person. */
export function projectReturn(state: ReleaseState, run: RunState): ReturnReport | undefined {
  const gaps = selectOpenGaps(state, run)
  const last = gaps.at(-1)
  if (!last) return undefined
  const attempts = run.attempts.map((id) => state.attempts[id]!)
  const titleOf = (id: StepId) => selectStep(run.definition, id)?.title ?? id
  const row = (attempt: AttemptState): ReturnedStep => {
    const atMs = isOpen(attempt) ? attempt.startedAtMs : endedAtMs(attempt)
    const { stepId, status } = attempt
    return { stepId, title: titleOf(stepId), status, ...(atMs === undefined ? {} : { atMs }) }
  }
  const open = attempts.filter(isOpen)
  const next = selectTurns(state, run)[0]
  return {
    gaps,
    throughSeq: last.seq,
    fromMs: gaps[0]!.fromMs,
    toMs: last.toMs,
    blindMs: gaps.reduce((sum, gap) => sum + Math.max(0, gap.toMs - gap.fromMs), 0),
    ended: attempts.filter((attempt) => endedWithin(attempt, gaps)).map(row),
    open: open.map(row),
    lapsed: open.flatMap((attempt) => lapsedClocks(state, attempt, titleOf(attempt.stepId), last.toMs)),
    live: run.definition.services.flatMap(({ name, live }) => {
      const seen = state.live[`${run.environment}/${name}`]
      return live ? [{ service: name, ...(seen && (seen.seq ?? 0) > last.seq ? { seen } : {}) }] : []
    }),
    isRehearsal: run.rehearsal !== undefined,
    ...(next?.phase === 'ready' ? { next: { stepId: next.step.id, title: next.step.title } } : {}),
  }
}
