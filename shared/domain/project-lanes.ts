/** The timeline: planned and actual bars, decisions, what was noticed, notes; on one axis of time. */
import type { RecordedEvent } from '../events/index.ts'
import type { EarlierTimes } from './history/step-hints.ts'
import { type FeedItem, projectFeed } from './project-feed.ts'
import { projectForecast, selectDeployment, selectRemainingMs } from './project-forecast.ts'
import { type StepView, selectSteps } from './select-steps.ts'
import type { ReleaseState, RunState } from './state.ts'

export type LaneBar = {
  key: string
  label: string
  title: string
  fromMs: number
  toMs: number
  kind: 'planned' | 'ended' | 'failed' | 'running' | 'ahead' | 'rollback'
}

export type Lanes = {
  fromMs: number
  toMs: number
  planned: LaneBar[]
  actual: LaneBar[]
  decisions: FeedItem[]
  noticed: FeedItem[]
  notes: FeedItem[]
  window?: { startMs: number; endMs: number }
  noReturnAtMs?: number
  finishAtMs?: number
  /** Steps ahead without a planned duration. */
  unplanned: number
  /** Steps still to come whose time is that of earlier runs. */
  byEarlier: number
  /** The latest a rollback started at the forecast finish would be over. */
  backAtMs?: number
}

const NOTICED = ['breach', 'fired', 'recovered', 'unknown', 'failed', 'done', 'rollback']

function plannedBars(views: StepView[], run: RunState): LaneBar[] {
  let atMs = run.startedAtMs
  return views.map((view) => {
    const fromMs = atMs
    atMs += view.plannedMs ?? 0
    return { key: view.step.id, label: view.label, title: view.step.title, fromMs, toMs: atMs, kind: 'planned' }
  })
}

const FAILED = ['failed', 'timed-out', 'unknown', 'stopped']

function attemptBars(view: StepView, run: RunState, nowMs: number): LaneBar[] {
  return view.attempts.map((attempt) => {
    const isOpen = attempt.endedAtMs === undefined && attempt.status !== 'unknown'
    const kind = FAILED.includes(attempt.status) ? 'failed' : isOpen ? 'running' : 'ended'
    const toMs = isOpen ? nowMs : (attempt.endedAtMs ?? attempt.startedAtMs)
    const shown: LaneBar['kind'] = run.kind === 'rollback' && kind === 'ended' ? 'rollback' : kind
    return {
      key: attempt.id,
      label: view.label,
      title: view.step.title,
      fromMs: attempt.startedAtMs,
      toMs,
      kind: shown,
    }
  })
}

function aheadBars(views: StepView[], run: RunState, nowMs: number, earlier: EarlierTimes | undefined): LaneBar[] {
  if (run.finished) return []
  let atMs = nowMs
  return selectDeployment(views).flatMap((view) => {
    const leftMs = selectRemainingMs(view, nowMs, earlier) ?? 0
    if (leftMs === 0) return []
    const fromMs = atMs
    atMs += leftMs
    return [
      {
        key: `ahead-${view.step.id}`,
        label: view.label,
        title: view.step.title,
        fromMs,
        toMs: atMs,
        kind: 'ahead',
      },
    ]
  })
}

/** The whole window when the runs fill a good part of it, else the runs themselves with room to the right. */
function axis(firstMs: number, lastMs: number, window: { startMs: number; endMs: number } | undefined) {
  const spanMs = Math.max(60_000, lastMs - firstMs)
  const fits =
    window && firstMs >= window.startMs && lastMs <= window.endMs && window.endMs - window.startMs <= 8 * spanMs
  if (fits) return { fromMs: window.startMs, toMs: window.endMs }
  return { fromMs: firstMs - spanMs * 0.04, toMs: firstMs + spanMs * 1.35 }
}

/** `runs` are those shown together (a deploy and the rollback that took over), oldest first, all of one environment. */
export function projectLanes(
  state: ReleaseState,
  runs: RunState[],
  events: readonly RecordedEvent[],
  nowMs: number,
  earlier?: EarlierTimes,
): Lanes {
  const current = runs.at(-1)!
  const titles = new Map(
    current.definition.runbook.stages.flatMap((stage) => stage.steps).map((step) => [step.id as string, step.title]),
  )
  const forecast = projectForecast(state, current, nowMs, earlier)
  const rows = runs.map((run) => ({ run, views: selectSteps(state, run, nowMs) }))
  const planned = rows.flatMap(({ run, views }, index) => {
    const endsMs = runs[index + 1]?.startedAtMs ?? Number.POSITIVE_INFINITY
    return plannedBars(views, run).flatMap((bar) =>
      bar.fromMs < endsMs ? [{ ...bar, toMs: Math.min(bar.toMs, endsMs) }] : [],
    )
  })
  const actual = rows.flatMap(({ run, views }) => [
    ...views.flatMap((view) => attemptBars(view, run, nowMs)),
    ...(run === current ? aheadBars(views, run, nowMs, earlier) : []),
  ])
  const firstMs = runs[0]!.startedAtMs
  const endMs = current.finished?.atMs ?? Math.max(nowMs, forecast.finishAtMs ?? nowMs)
  const feed = projectFeed(events, titles).filter((item) => item.atMs >= firstMs - 60_000)
  const { window, noReturnAtMs, finishAtMs, rollbackMs } = forecast
  return {
    ...axis(firstMs, Math.max(endMs, ...planned.map((bar) => bar.toMs)), window),
    planned,
    actual,
    decisions: feed.filter((item) => ['decision', 'deploy', 'deviation', 'go', 'no-go'].includes(item.kind)),
    noticed: feed.filter((item) => NOTICED.includes(item.kind)),
    notes: feed.filter((item) => ['note', 'action', 'remark'].includes(item.kind)),
    window: window && { startMs: window.startMs, endMs: window.endMs },
    noReturnAtMs,
    finishAtMs: current.finished ? undefined : finishAtMs,
    unplanned: forecast.unplanned,
    byEarlier: forecast.byEarlier,
    backAtMs:
      current.kind === 'deploy' && finishAtMs !== undefined && rollbackMs !== undefined
        ? finishAtMs + rollbackMs
        : undefined,
  }
}
