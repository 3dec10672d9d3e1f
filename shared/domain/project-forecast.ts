/** The clocks of the room: time since the start, when it should finish, and until when a rollback still fits the window. */
import type { Window } from '../runbook/model.ts'
import type { EarlierTimes } from './history/step-hints.ts'
import { planRollback } from './rollback-plan.ts'
import { DEPLOYMENT_TARGET_MS, ROLLBACK_TARGET_MS, targetMs as timeTargetMs } from './scorecard-targets.ts'
import { type StepView, selectSteps } from './select-steps.ts'
import type { ReleaseState, RunState } from './state.ts'
import { selectScheduled, selectWindow } from './windows.ts'

export type Forecast = {
  /** T+: from the start of the run to now or to its end. */
  elapsedMs: number
  isOver: boolean
  targetMs: number
  /** From the steps still to come that have a planned duration; undefined when none has. */
  finishAtMs?: number
  /** Steps still to come without a planned duration: the finish is the earliest then. */
  unplanned: number
  /** Steps still to come that nobody planned and earlier runs measured: the median of those stands for them. */
  byEarlier: number
  rollbackMs?: number
  /** `earlier`: the plan, with what earlier runs took where a step has none. */
  rollbackBasis: 'measured' | 'planned' | 'earlier' | 'unknown'
  window?: Window
  windowLeftMs?: number
  /** Until when a rollback started then still ends inside the window. */
  noReturnAtMs?: number
  noReturnLeftMs?: number
}

const ENDED = ['done', 'skipped', 'undone', 'went-on']

const ofNoRun: EarlierTimes = () => undefined

/** Nothing but earlier runs says how long it takes. */
const isByEarlier = (view: StepView, earlier: EarlierTimes): boolean =>
  !ENDED.includes(view.status) &&
  view.plannedMs === undefined &&
  view.last?.waitMs === undefined &&
  earlier(view.step) !== undefined

const isKeeping = ({ step, status }: StepView) =>
  step.attributes.sinceSwitch === true && !ENDED.includes(status) && status !== 'stopped'

/** Up to the wait that keeps the old side: with that the deployment is over, and what retires the old side is days ahead. */
export function selectDeployment(views: StepView[]): StepView[] {
  const keep = views.findIndex(isKeeping)
  return keep < 0 ? views : views.slice(0, keep)
}

/** What a step still needs: as planned, else as long as earlier runs took; undefined when nothing says so. */
export function selectRemainingMs(view: StepView, nowMs: number, earlier = ofNoRun): number | undefined {
  if (ENDED.includes(view.status)) return 0
  const plannedMs = view.plannedMs ?? view.last?.waitMs ?? earlier(view.step)?.medianMs
  if (plannedMs === undefined) return undefined
  const isOpen = view.last !== undefined && view.last.endedAtMs === undefined
  return isOpen ? Math.max(0, plannedMs - (nowMs - view.last!.startedAtMs)) : plannedMs
}

function finish(
  state: ReleaseState,
  run: RunState,
  nowMs: number,
  earlier: EarlierTimes,
): Pick<Forecast, 'finishAtMs' | 'unplanned' | 'byEarlier'> {
  if (run.finished) return { finishAtMs: run.finished.atMs, unplanned: 0, byEarlier: 0 }
  const all = selectSteps(state, run, nowMs)
  const keptSinceMs = all.find(isKeeping)?.startedAtMs
  if (keptSinceMs !== undefined) return { finishAtMs: keptSinceMs, unplanned: 0, byEarlier: 0 }
  const views = selectDeployment(all)
  const left = views.map((view) => selectRemainingMs(view, nowMs, earlier))
  const byEarlier = views.filter((view) => isByEarlier(view, earlier)).length
  const unplanned = left.filter((each) => each === undefined).length
  const sum = left.reduce<number>((total, each) => total + (each ?? 0), 0)
  return unplanned < left.length || left.length === 0
    ? { finishAtMs: nowMs + sum, unplanned, byEarlier }
    : { unplanned, byEarlier }
}

/** How long the way back takes: measured in this release, else planned, with what earlier runs took where a step has no plan. */
export function selectRollbackTime(
  state: ReleaseState,
  environment: string,
  earlier = ofNoRun,
): Pick<Forecast, 'rollbackMs' | 'rollbackBasis'> {
  const plan = planRollback(state, environment)
  if (plan?.lastMs) return { rollbackMs: plan.lastMs.durationMs, rollbackBasis: 'measured' }
  const open = plan?.steps.filter(({ plannedMs }) => plannedMs === undefined) ?? []
  const byEarlierMs = open.reduce((sum, { step }) => sum + (earlier(step)?.medianMs ?? 0), 0)
  const rollbackMs = (plan?.plannedMs ?? 0) + byEarlierMs
  if (rollbackMs === 0) return { rollbackBasis: 'unknown' }
  return { rollbackMs, rollbackBasis: byEarlierMs > 0 ? 'earlier' : 'planned' }
}

const targetMs = (run: RunState): number => {
  // A rehearsal is held against its own plan: no target is about it.
  if (run.rehearsal) return run.plan.reduce((sum, each) => sum + (each.plannedMs ?? 0), 0) || DEPLOYMENT_TARGET_MS
  const measure = run.kind === 'rollback' ? 'rollback-time' : 'deployment-time'
  const metric = run.definition.metrics.find(
    (each) => each.source.kind === 'ledger' && each.source.measure === measure && each.target.below !== undefined,
  )
  if (metric) return timeTargetMs(metric).below!
  return run.kind === 'rollback' ? ROLLBACK_TARGET_MS : DEPLOYMENT_TARGET_MS
}

/** The window's clocks hold without a run too. */
export function projectWindow(
  state: ReleaseState,
  environment: string,
  nowMs: number,
  earlier = ofNoRun,
): Pick<Forecast, 'window' | 'windowLeftMs' | 'noReturnAtMs' | 'noReturnLeftMs' | 'rollbackMs' | 'rollbackBasis'> {
  const back = selectRollbackTime(state, environment, earlier)
  const window = selectScheduled(state) && selectWindow(selectScheduled(state)!, nowMs)
  if (!window) return back
  const windowLeftMs = window.endMs - nowMs
  if (back.rollbackMs === undefined) return { ...back, window, windowLeftMs }
  const noReturnAtMs = window.endMs - back.rollbackMs
  return { ...back, window, windowLeftMs, noReturnAtMs, noReturnLeftMs: noReturnAtMs - nowMs }
}

/** `earlier` fills in where a step has no plan. */
export function projectForecast(state: ReleaseState, run: RunState, nowMs: number, earlier = ofNoRun): Forecast {
  return {
    elapsedMs: run.finished ? run.finished.durationMs : Math.max(0, nowMs - run.startedAtMs),
    isOver: run.finished !== undefined,
    targetMs: targetMs(run),
    ...finish(state, run, nowMs, earlier),
    ...projectWindow(state, run.environment, nowMs, earlier),
  }
}
