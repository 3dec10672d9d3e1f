/** Reports of staging and of the time after production: tests, health, performance, security. */

import type { ItemView, ProcessView } from '../../domain/process/project-process.ts'
import { projectProcess } from '../../domain/process/project-process.ts'
import { selectSteps } from '../../domain/select-steps.ts'
import type { RunState } from '../../domain/state.ts'
import { NEEDED_COVERAGE, projectCoverage } from '../../domain/validation/project-coverage.ts'
import type { Step } from '../../runbook/model.ts'
import { percentOf } from '../coverage-words.ts'
import type { Parts } from './document-parts.ts'
import { documentHead, type Ground, instant, runsOf, titleOfRole } from './ground.ts'
import { groupPart } from './history-part.ts'
import { issuesTable } from './issue-documents.ts'
import { failedStepsPart, offTargetPart } from './known-issues.ts'
import { heading, paragraph, table } from './markdown-blocks.ts'
import { bulletsOr, itemsTable, metricsTable, signOffTable } from './parts.ts'
import { scorecardPart } from './post-release-review.ts'
import { runLine, stepsTable } from './runbook.ts'

/** What looks whether it works: checks, gates, judges, and steps that are called a test. */
const isTest = ({ kind, title, attributes }: Step): boolean =>
  kind === 'http' ||
  kind === 'gate' ||
  kind === 'judge' ||
  attributes.verify !== undefined ||
  attributes.phase === 'soak' ||
  /\b(?:smoke|test|verif\w*|check|watch)\b/i.test(title)

function testsOf(ground: Ground, runs: readonly RunState[]): string[] {
  if (runs.length === 0) return [paragraph('Nothing ran there yet.')]
  return runs.flatMap((run) => {
    const views = selectSteps(ground.state, run, ground.nowMs).filter(({ step }) => isTest(step))
    const bad = views.filter(({ status }) => ['failed', 'timed-out', 'stopped', 'went-on'].includes(status)).length
    return [
      heading(3, `Run ${run.id}`),
      paragraph(runLine(ground, run)),
      views.length === 0
        ? paragraph('The runbook has no step that tests anything.')
        : paragraph(
            `${views.filter(({ status }) => status === 'done').length} of ${views.length} passed${bad > 0 ? `, ${bad} did not` : ''}.`,
          ),
      ...(views.length === 0 ? [] : stepsTable(ground, views)),
    ]
  })
}

const withProcess = (ground: Ground, write: (view: ProcessView) => string[]): string[] => {
  const view = projectProcess(ground.state, ground.nowMs)
  return view ? write(view) : []
}

/** Items of a step that a filter lets through, with what shows them. */
const itemsPart = (
  ground: Ground,
  id: string,
  title: string,
  which: (view: ItemView) => boolean = () => true,
): string[] =>
  withProcess(ground, (view) => {
    const step = view.steps.find((each) => each.step.id === id)
    const items = [...(step?.tasks ?? []), ...(step?.deliverables ?? [])].filter(which)
    return items.length === 0 ? [] : [heading(2, title), itemsTable(ground, view.process, items)]
  })

const signOffPart = (id: string, roles?: readonly string[]) => (ground: Ground) =>
  withProcess(ground, ({ process }) => {
    const approvals = Object.entries(process.steps.find((step) => step.id === id)?.approvals ?? {})
    const asked = Object.fromEntries(approvals.filter(([role]) => !roles || roles.includes(role)))
    return [heading(2, 'Sign-off'), signOffTable(ground, asked)]
  })

const stagingRuns = ({ state }: Ground) => runsOf(state).filter((run) => !run.protected)
export const productionRunsOf = ({ state }: Ground) => runsOf(state).filter((run) => run.protected)

function stagingSummary(ground: Ground): string[] {
  const runs = stagingRuns(ground)
  const last = runs.findLast(({ kind }) => kind === 'deploy')
  const same = last?.definitionDigest === ground.state.definitionDigest
  return [
    paragraph(
      last
        ? `Last deploy: ${last.finished?.outcome ?? 'not ended'} in ${last.environment}, of ${same ? 'these steps' : 'other steps: they changed since, so it proves nothing of what goes out'}.`
        : 'Nothing was deployed to an unprotected environment yet.',
    ),
  ]
}

export const stagingReport: Parts = [
  ['head', (ground) => documentHead(ground, 'Staging validation report')],
  ['summary', stagingSummary],
  [
    'runs',
    (ground) => [
      heading(2, 'Runs'),
      bulletsOr(
        stagingRuns(ground).map((run) => runLine(ground, run)),
        'None.',
      ),
    ],
  ],
  ['tests', (ground) => [heading(2, 'Tests'), ...testsOf(ground, stagingRuns(ground))]],
  ['items', (ground) => itemsPart(ground, 'staging', 'Tasks and deliverables')],
  [
    'issues',
    (ground) => [
      heading(2, 'Issues in unprotected environments'),
      issuesTable(ground, ({ environment }) => environment !== undefined && !isProtected(ground, environment)),
    ],
  ],
  ['sign-off', signOffPart('staging')],
]

const isProtected = ({ definition }: Ground, name: string): boolean =>
  definition.environments.find((each) => each.name === name)?.protected ?? false

export const testResults: Parts = [
  ['head', (ground) => documentHead(ground, 'Post-deployment test results')],
  ['tests', (ground) => [heading(2, 'Tests'), ...testsOf(ground, productionRunsOf(ground))]],
  [
    'items',
    (ground) =>
      itemsPart(ground, 'validation', 'Tasks of the validation', ({ item }) => /smoke|feature|test/i.test(item.title)),
  ],
  ['failed-steps', failedStepsPart],
  ['sign-off', signOffPart('validation', ['qa-lead'])],
]

/** Breaches and blindness on record, oldest first; of the newest so many. */
const MOST_MARKS = 200

function marksPart(ground: Ground, only: (metric: string) => boolean = () => true): string[] {
  const marks = ground.state.marks.filter(({ metric }) => only(metric))
  const rows = marks
    .slice(-MOST_MARKS)
    .map(({ atMs, metric, environment, kind, text, seq }) => [
      instant(ground, atMs),
      `${metric} in ${environment}`,
      kind,
      text,
      String(seq),
    ])
  return [
    heading(2, 'Targets missed and met again'),
    ...(marks.length > MOST_MARKS ? [paragraph(`The newest ${MOST_MARKS} of ${marks.length}.`)] : []),
    table(['When', 'Metric', 'What', 'Rule', 'Entry'], rows, 'No target was missed on record.'),
  ]
}

function livePart({ state, environment }: Ground): string[] {
  const rows = Object.entries(state.live)
    .filter(([key]) => key.startsWith(`${environment}/`))
    .map(([key, { version, error }]) => [
      key.slice(environment.length + 1),
      version ?? `nothing (${error ?? 'no reason on record'})`,
    ])
  return [
    heading(2, `What answers in ${environment}`),
    table(['Service', 'Version'], rows, 'Nothing was seen: no service says how to look.'),
  ]
}

function coveragePart(ground: Ground): string[] {
  const view = projectCoverage(ground.state, ground.nowMs)
  if (!view) return []
  const { period, metrics, measuredToMs } = view
  const rows = metrics.map(({ title, share, lateShare, isEnough }) => [
    title,
    percentOf(share),
    percentOf(lateShare),
    isEnough ? 'enough' : `less than ${percentOf(NEEDED_COVERAGE)}`,
  ])
  const upTo = measuredToMs === undefined ? 'not measured yet' : `measured up to ${instant(ground, measuredToMs)}`
  return [
    heading(2, 'How much of it was seen'),
    paragraph(`From ${instant(ground, period.fromMs)} to ${instant(ground, period.toMs)}, ${upTo}.`),
    table(['Metric', 'Seen', 'Of it only afterwards', ''], rows, 'release.yaml names no metric with a target.'),
  ]
}

export const healthReport: Parts = [
  ['head', (ground) => documentHead(ground, 'System health report')],
  ['scorecard', scorecardPart],
  ['coverage', coveragePart],
  ['live', livePart],
  ['off-target', offTargetPart],
  ['marks', (ground) => marksPart(ground)],
  ['issues', (ground) => [heading(2, 'Issues'), issuesTable(ground)]],
  [
    'items',
    (ground) =>
      itemsPart(ground, 'validation', 'Tasks of the validation', ({ item }) =>
        /health|monitor|anomal/i.test(item.title),
      ),
  ],
  ['sign-off', signOffPart('validation', ['sre'])],
]

const isPerformance = ({ definition }: Ground) => {
  const names = new Set(
    definition.metrics
      .filter(({ unit }) => unit === 'ms' || unit === 's' || unit === 'per-second')
      .map(({ name }) => name),
  )
  return (metric: string) => names.has(metric)
}

export const performanceReport: Parts = [
  ['head', (ground) => documentHead(ground, 'Performance validation report')],
  [
    'scorecard',
    (ground) => {
      const { scorecard } = ground
      const only = isPerformance(ground)
      return scorecardPart(
        scorecard
          ? { ...ground, scorecard: { ...scorecard, rows: scorecard.rows.filter(({ name }) => only(name)) } }
          : ground,
      )
    },
  ],
  ['metrics', (ground) => [heading(2, 'How it is measured'), metricsTable(ground)]],
  ['marks', (ground) => marksPart(ground, isPerformance(ground))],
  [
    'items',
    (ground) =>
      itemsPart(ground, 'validation', 'Tasks of the validation', ({ item }) => /performance/i.test(item.title)),
  ],
  ['sign-off', signOffPart('validation', ['sre'])],
]

const isSecurity = ({ item }: ItemView) => /security|compliance/i.test(item.title)

function securityItems(ground: Ground): string[] {
  return withProcess(ground, ({ process, entry, checklist, steps }) => {
    const items = [...entry, ...checklist, ...steps.flatMap(({ tasks }) => tasks)].filter(isSecurity)
    return [heading(2, 'What was validated'), itemsTable(ground, process, items)]
  })
}

export const securityReport: Parts = [
  ['head', (ground) => documentHead(ground, 'Security validation report')],
  ['items', securityItems],
  ['commits', (ground) => groupPart(ground, 'security')],
  [
    'issues',
    (ground) => [heading(2, 'Issues'), issuesTable(ground, ({ title }) => /secur|vulnerab|cve-|leak/i.test(title))],
  ],
  [
    'who',
    (ground) => [
      heading(2, 'Who answers for it'),
      paragraph(
        `${titleOfRole(ground, 'security-lead')}: ${(ground.definition.team['security-lead'] ?? []).map(({ name }) => name).join(', ') || 'nobody is named in release.yaml'}.`,
      ),
    ],
  ],
  ['sign-off', signOffPart('validation', ['security-lead'])],
]
