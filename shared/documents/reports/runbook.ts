/** The runbook as it was executed, and as it is planned where nothing ran yet. */
import { projectPlannedSteps } from '../../domain/project-plan-steps.ts'
import { STATUS_WORDS, type StepView, selectSteps } from '../../domain/select-steps.ts'
import type { RunState } from '../../domain/state.ts'
import type { Stage } from '../../runbook/model.ts'
import { formatActor, formatClock } from '../words.ts'
import type { Parts } from './document-parts.ts'
import { documentHead, type Ground, instant, runsOf, timeOfDay, titleOfRole } from './ground.ts'
import { fenced, heading, paragraph, quoted, table } from './markdown-blocks.ts'
import { undoWords } from './parts.ts'
import { reviewPart } from './review-part.ts'

const lengthWords = (ms: number | undefined, none: string): string => (ms === undefined ? none : formatClock(ms))

function rowOf(ground: Ground, view: StepView): string[] {
  const { step, label, status, startedAtMs, actualMs, plannedMs, last, attempts } = view
  const tries = attempts.length > 1 ? `, ${attempts.length} attempts` : ''
  return [
    label,
    step.title,
    step.attributes.owner ? titleOfRole(ground, step.attributes.owner) : '',
    attempts.length === 0 && status === 'waiting' ? 'Not run' : `${STATUS_WORDS[status]}${tries}`,
    startedAtMs === undefined ? '' : timeOfDay(ground, startedAtMs),
    lengthWords(actualMs, ''),
    lengthWords(plannedMs, 'not planned'),
    last?.startedBy ? formatActor(last.startedBy) : '',
  ]
}

const HEAD = ['', 'Step', 'Owner', 'State', 'Started', 'Took', 'Planned', 'By']

/** What a person said of a step, or why it ended as it did. */
function remarks({ step, label, last, skippedReason, adHoc }: StepView): string[] {
  const said = [
    last?.note,
    last?.status === 'succeeded' ? undefined : last?.reason,
    skippedReason && `skipped: ${skippedReason}`,
    adHoc && `typed in a terminal: ${adHoc.reason}`,
  ]
  const words = said.filter(Boolean).join('; ')
  return words ? [paragraph(`${label} ${step.title}: ${words}`)] : []
}

/** Table of a run's steps, or of a stage that was not run. */
export function stepsTable(ground: Ground, views: readonly StepView[]): string[] {
  return [
    table(
      HEAD,
      views.map((view) => rowOf(ground, view)),
      'No steps.',
    ),
    ...views.flatMap(remarks),
  ]
}

/** `Run r1 in production, 2026-11-27 22:00 +01:00, by Ada Obi: succeeded after 12:04.` */
export function runLine(ground: Ground, run: RunState): string {
  const end = run.finished
    ? `${run.finished.outcome} after ${formatClock(run.finished.durationMs)}${run.finished.reason ? ` (${run.finished.reason.replace(/\.$/, '')})` : ''}`
    : 'not ended'
  const what = run.kind === 'rollback' ? (run.drill ? 'Drill' : 'Rollback') : 'Run'
  return `${what} ${run.id} in ${run.environment}, ${instant(ground, run.startedAtMs)}, by ${formatActor(run.startedBy)}: ${end}.`
}

function textPart(ground: Ground, { step, label }: StepView): string[] {
  const said = step.http ? `${step.http.method} ${step.http.url}` : step.kind === 'command' ? step.text : ''
  return [
    heading(4, `${label} ${step.title}`),
    step.prose ? quoted(step.prose) : '',
    said ? fenced(said, step.http ? 'http' : step.language) : '',
    paragraph(`${step.position.file}:${step.position.line}. Undone by: ${undoWords(ground, step)}.`),
  ]
}

function stagePart(ground: Ground, stage: Stage): string[] {
  const { state, nowMs } = ground
  const ids = new Set(stage.steps.map(({ id }) => id))
  const runs = runsOf(state).filter(({ plan }) => plan.some(({ stepId }) => ids.has(stepId)))
  const planned = projectPlannedSteps(stage.steps)
  return [
    heading(2, stage.title),
    ...(runs.length === 0
      ? [paragraph('Not run yet: as planned.'), ...stepsTable(ground, planned)]
      : runs.flatMap((run) => [
          heading(3, `${run.kind === 'rollback' ? 'Rollback' : 'Run'} ${run.id}`),
          paragraph(runLine(ground, run)),
          ...stepsTable(ground, selectSteps(state, run, nowMs)),
        ])),
    heading(3, 'What the steps say'),
    ...planned.flatMap((view) => textPart(ground, view)),
  ]
}

export const runbook: Parts = [
  ['head', (ground) => documentHead(ground, 'Deployment runbook')],
  [
    'about',
    ({ definition, state }) => [
      paragraph(
        `From ${definition.runbook.file} in ${state.folder}. Tables of runs show what each executed; the texts of the steps are those of the runbook as it was read last.`,
      ),
    ],
  ],
  ['review', reviewPart],
  [
    'stages',
    (ground) =>
      ground.definition.runbook.stages
        .filter(({ kind }) => kind !== 'ad-hoc')
        .flatMap((stage) => stagePart(ground, stage)),
  ],
]
