/** The steps of each stage laid on a time axis, as planned. Pure; every stage begins at its own T+0, because each is a run of its own. */
import { formatClock, formatMany } from '../../documents/words.ts'
import type { ReleaseDefinition, Stage, Step, Window } from '../../runbook/model.ts'
import { stepLabel } from '../../runbook/review/outline.ts'
import { DEPLOYMENT_TARGET_MS, targetMs } from '../scorecard-targets.ts'
import { plannedMsOf } from '../steps.ts'

export type PlannedBar = {
  step: Step
  label: string
  fromMs: number
  toMs: number
  /** A wait, a gate or a judge: planned to hold, and no deployment time. */
  isHold: boolean
  /** Nothing says how long it takes: it is drawn as a line. */
  isUnplanned: boolean
}

export type PlannedRow = {
  stage: Stage
  bars: PlannedBar[]
  /** With holds. */
  totalMs: number
  /** Without holds: what the target is held against. */
  workMs: number
  /** When every step takes as long as its timeout allows; those without one as planned. */
  worstMs: number
  unplanned: number
  withoutTimeout: number
}

const HOLDS: readonly Step['kind'][] = ['wait', 'gate', 'judge']

const worstOf = (step: Step): number => Math.max(step.attributes.timeoutMs ?? 0, plannedMsOf(step) ?? 0)

/** Steps one after the other; branches of a parallel group begin together. */
function groupsOf(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = []
  for (const step of steps) {
    const { parallel } = step.attributes
    const last = groups.at(-1)
    if (parallel !== undefined && last?.[0]?.attributes.parallel === parallel) last.push(step)
    else groups.push([step])
  }
  return groups
}

const longest = (steps: readonly Step[], of: (step: Step) => number) => Math.max(0, ...steps.map(of))

function rowOf(stage: Stage): PlannedRow {
  const row: PlannedRow = { stage, bars: [], totalMs: 0, workMs: 0, worstMs: 0, unplanned: 0, withoutTimeout: 0 }
  for (const group of groupsOf(stage.steps)) {
    for (const step of group) {
      const planned = plannedMsOf(step)
      row.bars.push({
        step,
        label: stepLabel(stage, stage.steps.indexOf(step)),
        fromMs: row.totalMs,
        toMs: row.totalMs + (planned ?? 0),
        isHold: HOLDS.includes(step.kind),
        isUnplanned: planned === undefined,
      })
      if (planned === undefined && !step.attributes.sinceSwitch) row.unplanned++
      if (step.attributes.timeoutMs === undefined && step.kind === 'command') row.withoutTimeout++
    }
    row.totalMs += longest(group, (step) => plannedMsOf(step) ?? 0)
    row.workMs += longest(group, (step) => (HOLDS.includes(step.kind) ? 0 : (plannedMsOf(step) ?? 0)))
    row.worstMs += longest(group, worstOf)
  }
  return row
}

export const projectPlannedTimeline = ({ runbook }: ReleaseDefinition): PlannedRow[] =>
  runbook.stages.filter(({ kind, steps }) => kind !== 'ad-hoc' && steps.length > 0).map(rowOf)

/** What deployment time is held against; 30 minutes where no metric says otherwise. */
export function deploymentTargetMs({ metrics }: ReleaseDefinition): number {
  const metric = metrics.find(
    ({ source, target }) =>
      source.kind === 'ledger' && source.measure === 'deployment-time' && target.below !== undefined,
  )
  return (metric && targetMs(metric).below) ?? DEPLOYMENT_TARGET_MS
}

const spare = (leftMs: number, of: string) =>
  leftMs >= 0 ? `${formatClock(leftMs)} to spare in ${of}` : `${formatClock(-leftMs)} over ${of}`

const HOW_LONG = 'no planned duration'

/** `Planned 27:20 of 30:00; 2:40 to spare in …`, what it is in the worst case, and what has no duration. */
export function plannedWords(row: PlannedRow, targetMs: number, window: Window | undefined): string {
  const { stage, totalMs, workMs, worstMs, unplanned } = row
  if (unplanned === stage.steps.length)
    return `None of its ${formatMany(stage.steps.length, 'step')} has a planned duration: say expect=…`
  const held = totalMs - workMs > 0 ? `, ${formatClock(totalMs - workMs)} of it planned holds` : ''
  const isBack = stage.kind === 'rollback'
  return [
    `Planned ${formatClock(totalMs)}${held}`,
    ...(isBack ? [] : [spare(targetMs - workMs, `the ${formatClock(targetMs)} of the target`)]),
    ...(window && !isBack ? [spare(window.endMs - window.startMs - totalMs, 'the window')] : []),
    `at most ${formatClock(worstMs)} by the timeouts${row.withoutTimeout > 0 ? ` (${formatMany(row.withoutTimeout, 'step')} without one)` : ''}`,
    ...(unplanned > 0 ? [`${formatMany(unplanned, 'step')} with ${HOW_LONG}`] : []),
  ].join('; ')
}
