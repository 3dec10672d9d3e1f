/** The post-release review: planned against actual, the scorecard, what deviated, what went wrong, and what people said. */

import { GAP_MS } from '../../domain/gaps.ts'
import { projectProcess } from '../../domain/process/project-process.ts'
import { isOfRehearsal } from '../../domain/rehearsal/gaps-of-rehearsals.ts'
import { selectRemarks } from '../../domain/remarks/remarks.ts'
import { selectSteps } from '../../domain/select-steps.ts'
import { selectReleaseStatus } from '../../domain/select-summary.ts'
import type { ReleaseState, RunState } from '../../domain/state.ts'
import { SCORE_WORDS } from '../scorecard-words.ts'
import { formatActor, formatClock } from '../words.ts'
import type { Parts } from './document-parts.ts'
import { documentHead, type Ground, instant, runsOf } from './ground.ts'
import { heading, paragraph, table } from './markdown-blocks.ts'
import { minutesPart } from './minutes-part.ts'
import { bulletsOr, decisionsTable } from './parts.ts'
import { reviewPart } from './review-part.ts'
import { runLine } from './runbook.ts'
import { timelineTable } from './timeline.ts'

/** Deploys to a protected environment that ended. */
export const selectProductionRuns = (state: ReleaseState): RunState[] =>
  runsOf(state).filter((run) => run.protected && run.finished !== undefined)

export function plannedPart(ground: Ground): string[] {
  const { state, nowMs } = ground
  return selectProductionRuns(state).flatMap((run) => {
    const rows = selectSteps(state, run, nowMs)
      .filter(({ attempts }) => attempts.length > 0)
      .map(({ label, step, plannedMs, actualMs, attempts }) => [
        label,
        step.title,
        plannedMs === undefined ? 'not planned' : formatClock(plannedMs),
        actualMs === undefined ? 'not known' : formatClock(actualMs),
        plannedMs === undefined || actualMs === undefined ? '' : differenceWords(actualMs - plannedMs),
        String(attempts.length),
      ])
    return [
      heading(3, `${run.kind === 'rollback' ? 'Rollback' : 'Run'} ${run.id}`),
      paragraph(runLine(ground, run)),
      table(['', 'Step', 'Planned', 'Took', 'Difference', 'Attempts'], rows, 'No step ran.'),
    ]
  })
}

const plannedOrNone = (ground: Ground): string[] => {
  const planned = plannedPart(ground)
  return planned.length > 0 ? planned : [paragraph('No run in a protected environment has ended.')]
}

const differenceWords = (ms: number): string =>
  Math.abs(ms) < 1000 ? 'as planned' : `${formatClock(Math.abs(ms))} ${ms > 0 ? 'longer' : 'shorter'}`

export function scorecardPart(ground: Ground): string[] {
  const { scorecard } = ground
  if (!scorecard) return [heading(2, 'Scorecard'), paragraph('Nothing was measured on record.')]
  const rows = scorecard.rows.map((row) => [
    row.title,
    row.targetWords || 'no target',
    row.actual,
    `${SCORE_WORDS[row.status]}${row.isDryRun ? ' (dry run)' : ''}`,
    row.rule,
  ])
  return [
    heading(2, 'Scorecard'),
    paragraph(`${scorecard.environment}, as it stood ${instant(ground, scorecard.atMs)}.`),
    table(['Metric', 'Target', 'Actual', 'Verdict', 'Why'], rows),
  ]
}

function deviationLines(ground: Ground): string[] {
  const { state } = ground
  const ofRuns = runsOf(state).flatMap((run) => [
    ...run.deviations.map((each) => `${run.id}: ${each}`),
    ...Object.entries(run.adHoc ?? {}).map(
      ([stepId, { reason, by }]) => `${run.id}: ad-hoc command ${stepId} by ${formatActor(by)}: ${reason}`,
    ),
    ...Object.entries(run.skipped).map(
      ([stepId, { reason, by }]) => `${run.id}: ${stepId} skipped by ${formatActor(by)}: ${reason}`,
    ),
    ...(run.amendments ?? []).map(({ seq }) => `${run.id}: amended while it ran, entry ${seq}`),
  ])
  const gaps = state.gaps
    .filter((gap) => gap.toMs - gap.fromMs >= GAP_MS && !isOfRehearsal(state, gap))
    .map(
      ({ kind, fromMs, toMs }) =>
        `${kind === 'asleep' ? 'Asleep' : 'Unguarded'} for ${formatClock(toMs - fromMs)} from ${instant(ground, fromMs)}: nobody watched`,
    )
  return [...ofRuns, ...gaps]
}

function waivedLines(ground: Ground): string[] {
  const view = projectProcess(ground.state, ground.nowMs)
  if (!view) return []
  const items = [
    ...view.entry,
    ...view.checklist,
    ...view.gates,
    ...view.steps.flatMap(({ tasks, deliverables }) => [...tasks, ...deliverables]),
  ]
  return items
    .filter(({ status }) => status === 'waived')
    .map(({ item, words, by }) => `“${item.title}”. ${words} (${by})`)
}

const SAID = ['note', 'action', 'decision', 'go', 'no-go', 'deviation']

export const deviationsPart = (ground: Ground): string[] => [
  heading(2, 'Deviations'),
  bulletsOr([...deviationLines(ground), ...waivedLines(ground)], 'None is on record.'),
]

export const notesPart = (ground: Ground): string[] => [
  heading(2, 'Notes and decisions'),
  timelineTable(ground, { fromMs: ground.state.createdAtMs, toMs: ground.nowMs }, ({ kind }) => SAID.includes(kind)),
]

/** What people said of moments that were over; nothing while nobody has. */
export function remarksPart(ground: Ground): string[] {
  const remarks = selectRemarks(ground.state)
  if (remarks.length === 0) return []
  const rows = remarks.map(({ aboutMs, aboutSeq, text, by }) => [
    instant(ground, aboutMs),
    String(aboutSeq),
    text,
    formatActor(by),
  ])
  return [heading(2, 'Remarks for the post-mortem'), table(['Moment', 'Entry', 'Remark', 'By'], rows)]
}

export const postReleaseReview: Parts = [
  ['head', (ground) => documentHead(ground, 'Post-release review')],
  ['summary', ({ state, nowMs }) => [paragraph(`State of the release: ${selectReleaseStatus(state, nowMs)}.`)]],
  ['planned-and-actual', (ground) => [heading(2, 'Planned and actual'), ...plannedOrNone(ground)]],
  ['scorecard', scorecardPart],
  ['deviations', deviationsPart],
  ['issues', (ground) => [heading(2, 'Issues'), decisionsTable(ground)]],
  ['review', reviewPart],
  ['decisions-and-actions', minutesPart],
  ['notes', notesPart],
  ['remarks', remarksPart],
  [
    'lessons',
    () => [
      heading(2, 'What went well, what did not, what changes'),
      paragraph('Not on record: to be written by the people who were there.'),
      table(['Went well', 'Did not', 'Action', 'Owner', 'Due'], [['', '', '', '', '']]),
    ],
  ],
]
