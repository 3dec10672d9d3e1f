/** The post-rollback analysis: what happened when, the evidence it rests on, who decided, and how long each part took. */
import { describeValue } from '../../analysis/describe.ts'
import type { TimedDecision } from '../../domain/decisions/timed-decision.ts'
import { selectSteps } from '../../domain/select-steps.ts'
import type { ReleaseState, RunState } from '../../domain/state.ts'
import type { RecordedEvent } from '../../events/index.ts'
import { formatActor, formatClock } from '../words.ts'
import { decisionState } from './decision-lines.ts'
import type { Parts } from './document-parts.ts'
import { documentHead, type Ground, instant, rollbackTargetMs, runsOf, timeOfDay } from './ground.ts'
import { facts, heading, paragraph, table } from './markdown-blocks.ts'
import { bulletsOr, severityTitle } from './parts.ts'
import { runLine, stepsTable } from './runbook.ts'
import { timelineTable } from './timeline.ts'

/** Rollbacks that were no drill, newest first. */
export const selectRollbacks = (state: ReleaseState): RunState[] =>
  runsOf(state)
    .filter((run) => run.kind === 'rollback' && !run.drill)
    .toReversed()

/** What one rollback is told with: the deploy before it and the time both took. */
type Story = { run: RunState; deploy?: RunState; fromMs: number; toMs: number }

function storyOf({ state, nowMs }: Ground, run: RunState): Story {
  const deploy = runsOf(state).findLast(
    (each) => each.kind === 'deploy' && each.environment === run.environment && each.seq < run.seq,
  )
  const fromMs = deploy?.startedAtMs ?? run.startedAtMs
  return { run, ...(deploy ? { deploy } : {}), fromMs, toMs: run.finished?.atMs ?? nowMs }
}

type Fired = Extract<RecordedEvent, { type: 'trigger.fired' | 'metric.breached' }>

/** What was measured before the rollback began, with its samples. */
function evidenceOf({ events }: Ground, { run, fromMs }: Story): Fired[] {
  return events.filter((event): event is Fired => {
    if (event.type !== 'trigger.fired' && event.type !== 'metric.breached') return false
    const atMs = Date.parse(event.recordedAt)
    return (
      event.payload !== null && event.payload.environment === run.environment && atMs >= fromMs && event.seq < run.seq
    )
  })
}

const MOST_SAMPLES = 20

function evidencePart(ground: Ground, event: Fired): string[] {
  const { metric: name, rule, samples } = event.payload
  const metric = ground.definition.metrics.find((each) => each.name === name)
  const what = event.type === 'trigger.fired' ? `${severityTitle(event.payload.severity)} trigger` : 'Target missed'
  const shown = samples.slice(-MOST_SAMPLES)
  const rows = shown.map(([atMs, value, count]) => [
    timeOfDay(ground, atMs),
    value === null ? 'no answer' : metric ? describeValue(value, metric.unit, metric.target) : String(value),
    String(count),
  ])
  const more = samples.length > shown.length ? ` The newest ${shown.length} of ${samples.length} samples:` : ''
  return [
    heading(
      4,
      `${instant(ground, Date.parse(event.recordedAt))}, ${what}: ${metric?.title ?? name}, entry ${event.seq}`,
    ),
    paragraph(`${rule}${more}`),
    table(['Sampled', 'Value', 'Behind it'], rows, 'The entry carries no samples.'),
  ]
}

const decisionsOf = ({ state }: Ground, { run, fromMs, toMs }: Story): TimedDecision[] =>
  Object.values(state.decisions ?? {})
    .filter((each) => each.environment === run.environment && each.openedAtMs >= fromMs && each.openedAtMs <= toMs)
    .toSorted((a, b) => a.seq - b.seq)

function timesPart(ground: Ground, story: Story): string {
  const { run, deploy } = story
  const first = evidenceOf(ground, story)[0]
  const firstMs = first ? Date.parse(first.recordedAt) : decisionsOf(ground, story)[0]?.openedAtMs
  const between = (fromMs: number | undefined, toMs: number | undefined) =>
    fromMs === undefined || toMs === undefined ? 'not on record' : formatClock(Math.max(0, toMs - fromMs))
  const endMs = run.finished?.atMs
  return facts([
    ['Start of the deploy to the first evidence or issue', between(deploy?.startedAtMs, firstMs)],
    ['First evidence or issue to the start of the rollback', between(firstMs, run.startedAtMs)],
    [
      `Rollback, until the previous version answered and missed targets were met (target under ${formatClock(rollbackTargetMs(ground))})`,
      endMs === undefined ? 'not ended' : between(run.startedAtMs, endMs),
    ],
    ['Start of the deploy to the end of the rollback', between(deploy?.startedAtMs, endMs)],
  ])
}

function liveLines({ state }: Ground, { run }: Story): string[] {
  const prefix = `${run.environment}/`
  return Object.entries(state.live)
    .filter(([key]) => key.startsWith(prefix))
    .map(
      ([key, { version, error }]) =>
        `${key.slice(prefix.length)} answers ${version ?? `nothing (${error ?? 'no reason on record'})`}`,
    )
}

function onePart(ground: Ground, run: RunState): string[] {
  const { state, nowMs } = ground
  const story = storyOf(ground, run)
  const evidence = evidenceOf(ground, story)
  const decisions = decisionsOf(ground, story).map((each) => [
    timeOfDay(ground, each.openedAtMs),
    severityTitle(each.severity),
    `${each.words} Raised by ${formatActor(each.openedBy)}.`,
    decisionState(ground, each),
  ])
  return [
    heading(2, `Rollback ${run.id} in ${run.environment}`),
    paragraph(story.deploy ? runLine(ground, story.deploy) : 'No deploy before it is on record.'),
    paragraph(runLine(ground, run)),
    heading(3, 'Times'),
    timesPart(ground, story),
    heading(3, 'Evidence'),
    ...(evidence.length === 0
      ? [paragraph('No metric missed its target on record before it began: people decided.')]
      : evidence.flatMap((each) => evidencePart(ground, each))),
    heading(3, 'Decisions'),
    table(
      ['When', 'Severity', 'What', 'What came of it'],
      decisions,
      'No decision is on record: it was started by hand.',
    ),
    heading(3, 'Timeline'),
    timelineTable(ground, story),
    heading(3, 'What was undone'),
    ...stepsTable(ground, selectSteps(state, run, nowMs)),
    heading(3, 'Deviations and what stayed'),
    bulletsOr(run.deviations, 'None is on record.'),
    heading(3, 'What answers now'),
    bulletsOr(liveLines(ground, story), 'Nothing was seen: no service says how to look.'),
  ]
}

export const postRollbackAnalysis: Parts = [
  ['head', (ground) => documentHead(ground, 'Post-rollback analysis')],
  ['rollbacks', (ground) => selectRollbacks(ground.state).flatMap((run) => onePart(ground, run))],
  [
    'causes',
    () => [
      heading(2, 'Cause and what is done about it'),
      paragraph('The record knows what happened, not why. To be written by people:'),
      table(['Cause', 'Action', 'Owner', 'Due'], [['', '', '', '']]),
    ],
  ],
]
