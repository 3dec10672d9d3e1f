/** The documents of a release: what each is, whether the record has what it needs, and how it is written. */
import { selectLatestVersion, selectPublished } from '../../domain/documents/select-documents.ts'
import { projectIssues } from '../../domain/issues/project-issues.ts'
import { projectProcess } from '../../domain/process/project-process.ts'
import type { ReleaseState } from '../../domain/state.ts'
import { checklist } from './checklist.ts'
import { closureReport } from './closure-report.ts'
import { deploymentPlan } from './deployment-plan.ts'
import { type Parts, writeParts } from './document-parts.ts'
import { type Ground, layGround, many, type ReportSources, runsOf } from './ground.ts'
import { apiChanges, configurationGuide, featureDocumentation } from './guides.ts'
import { feedbackSummary, issueLog, lessonsLearned } from './issue-documents.ts'
import { REPORT_KINDS, type ReportKind } from './kinds.ts'
import { knownIssues } from './known-issues.ts'
import { countSettled } from './parts.ts'
import { communicationPlan, deploymentSchedule, strategyDocument } from './planning-documents.ts'
import { postReleaseReview, selectProductionRuns } from './post-release-review.ts'
import { postRollbackAnalysis, selectRollbacks } from './post-rollback-analysis.ts'
import { releaseNotes } from './release-notes.ts'
import { rollbackPlan } from './rollback-plan.ts'
import { runbook } from './runbook.ts'
import { fillTemplate } from './template.ts'
import { undoOrder } from './undo-order.ts'
import { upgradeGuide } from './upgrade-guide.ts'
import { healthReport, performanceReport, securityReport, stagingReport, testResults } from './validation-documents.ts'

/** `waits`: there is nothing to write yet. `draft`: it says what is still open. */
export type ReportState = { kind: 'ready' | 'draft' | 'waits'; words: string }

type Report = {
  title: string
  about: string
  /** `ground` has a definition already. */
  stands: (ground: Ground) => ReportState
  parts: Parts
  /** It tells of single entries, or of what git said. */
  reads?: readonly ('events' | 'history')[]
}

const ready = (words: string): ReportState => ({ kind: 'ready', words })
const draft = (words: string): ReportState => ({ kind: 'draft', words })
const waits = (words: string): ReportState => ({ kind: 'waits', words })

const withWindow: Report['stands'] = ({ definition }) =>
  definition.windows.length > 0 ? ready('From release.yaml') : draft('release.yaml names no window')

/** What is missing of the history makes a draft: the rest of the document stands. */
const withHistory: Report['stands'] = ({ definition, history }) => {
  if (!definition.repository) return draft('release.yaml names no release.repository')
  if (!definition.previous) return draft('release.yaml names no release.previous')
  return history && !('commits' in history) ? draft('The history was not read') : ready('From git and the record')
}

const afterProduction: Report['stands'] = ({ state }) => {
  const runs = runsOf(state).filter((run) => run.protected)
  return runs.length === 0 ? waits('for a run in a protected environment') : ready(many(runs.length, 'run'))
}

const REPORTS: Record<ReportKind, Report> = {
  'strategy-document': {
    title: 'Deployment strategy',
    about: 'Which strategy and why, its settings, the way back',
    stands: ({ definition }) => ready(`${definition.strategy.kind}, from release.yaml`),
    parts: strategyDocument,
  },
  'deployment-schedule': {
    title: 'Deployment schedule',
    about: 'Windows, stages laid into them, due dates of every step',
    stands: withWindow,
    parts: deploymentSchedule,
  },
  'communication-plan': {
    title: 'Communication plan',
    about: 'Notices with their due dates, what each says, who gets it',
    stands: withWindow,
    parts: communicationPlan,
  },
  'deployment-plan': {
    title: 'Deployment plan',
    about: 'Team, windows, strategy, steps, checks, targets, triggers, sign-off',
    stands: ({ definition }) =>
      definition.windows.length > 0
        ? ready('From release.yaml and the runbook')
        : draft('release.yaml names no window'),
    parts: deploymentPlan,
  },
  'rollback-plan': {
    title: 'Rollback plan',
    about: 'Triggers, order of the undos, what stays, drills, times',
    stands: ({ definition, environment }) => {
      const { steps } = undoOrder(definition, environment)
      return steps.length > 0
        ? ready(many(steps.length, 'step'))
        : waits('for a Rollback section or an undo= in the runbook')
    },
    parts: rollbackPlan,
  },
  checklist: {
    title: 'Pre-deployment checklist',
    about: 'Entry criteria and checklist with their evidence',
    stands: ({ state, nowMs }) => {
      const view = projectProcess(state, nowMs)
      if (!view) return waits('for a process: open the folder again')
      const words = `${countSettled(view.checklist)} settled`
      return view.checklist.every(({ status }) => status === 'done') ? ready(words) : draft(words)
    },
    parts: checklist,
  },
  runbook: {
    title: 'Deployment runbook',
    about: 'The steps as executed, else as planned, with their commands',
    stands: ({ state, definition }) => {
      const steps = definition.runbook.stages.flatMap((stage) => stage.steps).length
      if (steps === 0) return waits('for a runbook with steps')
      return ready(
        state.runOrder.length === 0 ? 'As planned: nothing ran yet' : `${many(state.runOrder.length, 'run')} on record`,
      )
    },
    parts: runbook,
  },
  'staging-report': {
    title: 'Staging validation report',
    about: 'Runs, tests, issues and sign-off of staging',
    stands: ({ state, definition }) => {
      const runs = runsOf(state).filter((run) => !run.protected)
      if (runs.length === 0) return waits('for a run in an unprotected environment')
      const isProved = runs.some(
        ({ finished, definitionDigest }) =>
          finished?.outcome === 'succeeded' && definitionDigest === state.definitionDigest,
      )
      return definition && isProved
        ? ready(many(runs.length, 'run'))
        : draft('These steps have not succeeded there yet')
    },
    parts: stagingReport,
  },
  'release-notes': {
    title: 'Release notes',
    about: 'What is new, mended, broken and known, from git',
    stands: withHistory,
    parts: releaseNotes,
    reads: ['history'],
  },
  'feature-documentation': {
    title: 'Feature documentation',
    about: 'Each feature with what its commit says of it',
    stands: withHistory,
    parts: featureDocumentation,
    reads: ['history'],
  },
  'upgrade-guide': {
    title: 'Upgrade guide',
    about: 'What to do before, each step, what changes, the way back',
    stands: withHistory,
    parts: upgradeGuide,
    reads: ['history'],
  },
  'configuration-guide': {
    title: 'Configuration guide',
    about: 'Variables and secrets per environment, and what changed',
    stands: () => ready('From release.yaml'),
    parts: configurationGuide,
    reads: ['history'],
  },
  'api-changes': {
    title: 'API changes',
    about: 'What changes for whoever calls the services',
    stands: withHistory,
    parts: apiChanges,
    reads: ['history'],
  },
  'known-issues': {
    title: 'Known issues',
    about: 'What triggers found and people declared, and what came of it',
    stands: ({ state }) => ready(`${many(Object.keys(state.decisions ?? {}).length, 'issue')} on record`),
    parts: knownIssues,
  },
  'post-rollback-analysis': {
    title: 'Post-rollback analysis',
    about: 'Times, evidence, decisions and timeline of a rollback',
    stands: ({ state }) => {
      const rollbacks = selectRollbacks(state)
      if (rollbacks.length === 0) return waits('for a rollback: there was none')
      const words = many(rollbacks.length, 'rollback')
      return rollbacks[0]!.finished ? ready(words) : draft('The rollback still runs')
    },
    parts: postRollbackAnalysis,
    reads: ['events'],
  },
  'test-results': {
    title: 'Post-deployment test results',
    about: 'Checks, gates and tests of every production run',
    stands: afterProduction,
    parts: testResults,
  },
  'health-report': {
    title: 'System health report',
    about: 'Scorecard, what answers, targets missed, issues',
    stands: afterProduction,
    parts: healthReport,
  },
  'performance-report': {
    title: 'Performance validation report',
    about: 'Response times and rates against their targets',
    stands: afterProduction,
    parts: performanceReport,
  },
  'security-report': {
    title: 'Security validation report',
    about: 'Security items, commits, issues, and who signs',
    stands: afterProduction,
    parts: securityReport,
    reads: ['history'],
  },
  'feedback-summary': {
    title: 'User feedback summary',
    about: 'What users said, with its mood',
    stands: ({ state }) => {
      const said = state.feedback?.length ?? 0
      return said === 0 ? waits('for somebody to say something: cockpit feedback') : ready(many(said, 'word'))
    },
    parts: feedbackSummary,
  },
  'issue-log': {
    title: 'Issue log',
    about: 'Every issue, open and settled, with how it stands',
    stands: ({ state }) => ready(`${many(projectIssues(state).length, 'issue')} on record`),
    parts: issueLog,
  },
  'post-release-review': {
    title: 'Post-release review',
    about: 'Planned and actual, scorecard, deviations, issues, notes',
    stands: ({ state }) => {
      const runs = selectProductionRuns(state)
      return runs.length === 0 ? waits('for a run in a protected environment to end') : ready(many(runs.length, 'run'))
    },
    parts: postReleaseReview,
    reads: ['events'],
  },
  'lessons-learned': {
    title: 'Lessons learned',
    about: 'What went wrong and deviated, and room for what is learned',
    stands: ({ state }) =>
      state.runOrder.length === 0 ? waits('for a run') : draft('Lessons are written by people: edit it'),
    parts: lessonsLearned,
    reads: ['events'],
  },
  'closure-report': {
    title: 'Closure report',
    about: 'Gates, deliverables, approvals, and the head of the record',
    stands: ({ state, nowMs }) => {
      const view = projectProcess(state, nowMs)
      if (!view) return waits('for a process: open the folder again')
      const words = `${countSettled(view.gates)} gates settled`
      return view.gates.every(({ status }) => status === 'done') ? ready(words) : draft(words)
    },
    parts: closureReport,
  },
}

/** `version`: what people made of it, in words; absent while nobody did. */
export type ReportLine = { kind: ReportKind; title: string; about: string; state: ReportState; version?: string }

function versionLine(state: ReleaseState, kind: ReportKind): { version?: string } {
  const latest = selectLatestVersion(state, kind)
  if (!latest) return {}
  const published = selectPublished(state, kind)
  if (!published) return { version: `Version ${latest.version}` }
  const which = published.version === latest.version ? '' : `, ${published.version}`
  return { version: `Version ${latest.version}${which} published` }
}

/** Every document this version writes, in the order of the process. */
export function listReports(state: ReleaseState, nowMs: number): ReportLine[] {
  const ground = layGround({ state, events: [], nowMs })
  return REPORT_KINDS.map((kind) => {
    const { title, about, stands } = REPORTS[kind]
    const stand = ground ? stands(ground) : waits('for the release folder to be read')
    return { kind, title, about, state: stand, ...versionLine(state, kind) }
  })
}

/** The document as Markdown, or a sentence about what it waits for. */
export function writeReport(kind: ReportKind, sources: ReportSources): { markdown: string } | { refusal: string } {
  const { title, stands, parts } = REPORTS[kind]
  const ground = layGround(sources)
  const state = ground ? stands(ground) : waits('for the release folder to be read: open it again')
  if (!ground || state.kind === 'waits') return { refusal: `The ${title.toLowerCase()} waits ${state.words}.` }
  return { markdown: ground.template ? fillTemplate(parts, ground.template, ground) : writeParts(parts, ground) }
}

/** Documents with a timeline, and those made from git; the others are written from the state alone. */
export const readsOf = (kind: ReportKind): NonNullable<Report['reads']> => REPORTS[kind].reads ?? []

/** What a template can name, in the order of our own document. */
export const partNames = (kind: ReportKind): string[] => REPORTS[kind].parts.map(([name]) => name)

export const reportTitle = (kind: ReportKind): string => REPORTS[kind].title
