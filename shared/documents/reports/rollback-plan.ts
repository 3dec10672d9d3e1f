/** The rollback plan: what sets it off, what it runs in which order, what stays, how long it takes, and what proves it. */
import { planRollback } from '../../domain/rollback-plan.ts'
import { rollbackMeaning } from '../strategy-words.ts'
import { formatClock } from '../words.ts'
import { planParts } from './deployment-plan.ts'
import type { Parts } from './document-parts.ts'
import {
  documentHead,
  type Ground,
  instant,
  many,
  peopleOf,
  rollbackTargetMs,
  runsOf,
  stepTitles,
  titleOfRole,
} from './ground.ts'
import { heading, paragraph, table } from './markdown-blocks.ts'
import { bulletsOr, liveWords, metricsTable, plannedWords, triggersTable } from './parts.ts'
import { undoOrder } from './undo-order.ts'
import { databasePart } from './upgrade-part.ts'

/** The wording of `planRollback`, before anything ran. */
function orderPart(ground: Ground): string[] {
  const { definition, environment } = ground
  const { steps, kept, without } = undoOrder(definition, environment)
  const all = definition.runbook.stages.flatMap((stage) => stage.steps)
  const rows = steps.map(({ step, of }, index) => [
    `R${index + 1}`,
    step.title,
    of?.title ?? 'belongs to the rollback as a whole',
    step.attributes.owner ? titleOfRole(ground, step.attributes.owner) : 'not named',
    plannedWords(step),
  ])
  const keeps = kept.map(({ step, until }) =>
    until === undefined
      ? `${step.title} is irreversible: what it did stays.`
      : `${step.title} can be undone until ${all.find(({ id }) => id === until)?.title ?? until} has started.`,
  )
  return [
    heading(2, 'What is undone, in this order'),
    paragraph(
      'As if every step of the deploy had run, but for those that retire the old version. What never started is left out.',
    ),
    table(['', 'Step', 'Undoes', 'Owner', 'Planned'], rows, 'The runbook names no step that undoes anything.'),
    heading(2, 'What stays'),
    bulletsOr(keeps, 'The runbook marks nothing as irreversible.'),
    ...(without.length > 0
      ? [paragraph(`No step says what undoes: ${without.map(({ title }) => title).join(', ')}.`)]
      : []),
  ]
}

/** What a rollback would do after what has run so far. */
function nowPart(ground: Ground): string[] {
  const { state, environment } = ground
  if (!runsOf(state).some((run) => run.environment === environment)) return []
  const plan = planRollback(state, environment)
  if (!plan) return []
  const titles = stepTitles(ground)
  const rows = plan.steps.map(({ step, undoes }, index) => [
    `R${index + 1}`,
    step.title,
    undoes ? (titles.get(undoes) ?? undoes) : 'belongs to the rollback as a whole',
  ])
  return [
    heading(2, `As the record stands in ${environment}`),
    table(['', 'Step', 'Undoes'], rows, 'Nothing that started is left to undo.'),
    bulletsOr(
      [...plan.keeps, ...plan.deviations, ...(plan.until ? [plan.until.sentence] : [])],
      'Nothing deviates from the plan.',
    ),
  ]
}

function timesPart(ground: Ground): string[] {
  const { state, environment, definition } = ground
  const plan = planRollback(state, environment)
  const last = plan?.lastMs
  const measured = last
    ? `${formatClock(last.durationMs)}, ${last.drill ? 'a drill' : 'a rollback'} in ${last.environment}, ${instant(ground, last.atMs)}`
    : 'never measured'
  const planned = undoOrder(definition, environment).steps.map(({ step }) => step.attributes.expectMs)
  const known = planned.filter((each) => each !== undefined)
  const sum = `${formatClock(known.reduce((total, each) => total + each, 0))}${known.length < planned.length ? `, and ${many(planned.length - known.length, 'step')} without a planned duration` : ''}`
  return [
    heading(2, 'How long it takes'),
    table(
      ['', 'Time'],
      [
        ['Measured last, of everything', measured],
        ['Planned', planned.length === 0 ? 'no step to plan' : sum],
        ['Target', `under ${formatClock(rollbackTargetMs(ground))}`],
      ],
    ),
  ]
}

/** Every rollback, whether it was a drill or for real. */
function drillsPart(ground: Ground): string[] {
  const { state } = ground
  const rows = runsOf(state)
    .filter((run) => run.kind === 'rollback')
    .map((run) => [
      run.id,
      `${run.drill ? 'Drill' : 'Rollback'}${run.services ? ` of ${run.services.join(', ')}` : ''}`,
      run.environment,
      instant(ground, run.startedAtMs),
      run.finished ? formatClock(run.finished.durationMs) : 'still runs',
      run.finished?.outcome ?? 'open',
      run.definitionDigest === state.definitionDigest ? 'these steps' : 'other steps: they changed since',
    ])
  return [
    heading(2, 'Drills and rollbacks'),
    table(
      ['Run', 'What', 'Environment', 'Started', 'Took', 'Outcome', 'Proves'],
      rows,
      'The rollback was never drilled: nothing proves it yet.',
    ),
  ]
}

function whoPart(ground: Ground): string[] {
  const { process } = ground.definition
  const step = process?.steps.find(({ id }) => id === 'rollback')
  const roles = step ? [...step.owner, ...step.participants] : Object.keys(ground.definition.team)
  return [
    heading(2, 'Who'),
    table(
      ['Role', 'Who'],
      roles.map((role) => [titleOfRole(ground, role), peopleOf(ground, role)]),
      'Nobody is named.',
    ),
  ]
}

function introPart({ state, environment, definition, nowMs }: Ground): string[] {
  const meaning = rollbackMeaning(state, environment, nowMs)
  return [
    paragraph(
      definition.previous
        ? `It leads back to ${definition.previous}. It is started from the cockpit, with “cockpit rollback”, or with emergency-rollback.sh when the cockpit is gone.`
        : 'release.yaml names no previous version: it is not on record what it leads back to.',
    ),
    meaning ? paragraph(`As the record stands in ${environment}: ${meaning}`) : '',
  ]
}

const overPart = ({ definition }: Ground): string[] => [
  heading(2, 'It is over when'),
  paragraph('the previous version answers and every target that was missed is met again:'),
  bulletsOr(
    definition.services.map(({ name, live }) => `${name}: ${liveWords(live)}`),
    'release.yaml names no service to look at.',
  ),
]

export const rollbackPlan: Parts = [
  ['head', (ground) => documentHead(ground, 'Rollback plan')],
  ['summary', introPart],
  ['triggers', (ground) => [heading(2, 'What sets it off'), triggersTable(ground)]],
  ['order', orderPart],
  ['database', databasePart],
  ['now', nowPart],
  ['times', timesPart],
  ['drills', drillsPart],
  ['over-when', overPart],
  ['metrics', (ground) => [heading(2, 'Metrics that must be met again'), metricsTable(ground)]],
  ['team', whoPart],
  ['escalation', planParts.escalationPart],
  ['communication', planParts.communicationPart],
  ['sign-off', planParts.signOffPart],
]
