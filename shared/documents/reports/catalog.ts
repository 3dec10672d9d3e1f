/** The documents of a release: what each is, whether the record has what it needs, and how it is written. */
import { projectProcess } from '../../domain/process/project-process.ts'
import type { ReleaseState } from '../../domain/state.ts'
import { checklistDocument } from './checklist.ts'
import { closureReport } from './closure-report.ts'
import { deploymentPlan } from './deployment-plan.ts'
import { type Ground, layGround, many, type ReportSources } from './ground.ts'
import { REPORT_KINDS, type ReportKind } from './kinds.ts'
import { knownIssues } from './known-issues.ts'
import { countSettled } from './parts.ts'
import { postReleaseReview, selectProductionRuns } from './post-release-review.ts'
import { postRollbackAnalysis, selectRollbacks } from './post-rollback-analysis.ts'
import { rollbackPlanDocument } from './rollback-plan.ts'
import { runbookDocument } from './runbook.ts'
import { undoOrder } from './undo-order.ts'

/** `waits`: there is nothing to write yet. `draft`: it says what is still open. */
export type ReportState = { kind: 'ready' | 'draft' | 'waits'; words: string }

type Report = {
  title: string
  about: string
  /** `ground` has a definition already. */
  stands: (ground: Ground) => ReportState
  write: (ground: Ground) => string
}

const ready = (words: string): ReportState => ({ kind: 'ready', words })
const draft = (words: string): ReportState => ({ kind: 'draft', words })
const waits = (words: string): ReportState => ({ kind: 'waits', words })

const REPORTS: Record<ReportKind, Report> = {
  'deployment-plan': {
    title: 'Deployment plan',
    about: 'Team, windows, strategy, steps, checks, targets, triggers, sign-off',
    stands: ({ definition }) =>
      definition.windows.length > 0
        ? ready('From release.yaml and the runbook')
        : draft('release.yaml names no window'),
    write: deploymentPlan,
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
    write: rollbackPlanDocument,
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
    write: checklistDocument,
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
    write: runbookDocument,
  },
  'known-issues': {
    title: 'Known issues',
    about: 'What triggers found and people declared, and what came of it',
    stands: ({ state }) => ready(`${many(Object.keys(state.decisions ?? {}).length, 'issue')} on record`),
    write: knownIssues,
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
    write: postRollbackAnalysis,
  },
  'post-release-review': {
    title: 'Post-release review',
    about: 'Planned and actual, scorecard, deviations, issues, notes',
    stands: ({ state }) => {
      const runs = selectProductionRuns(state)
      return runs.length === 0 ? waits('for a run in a protected environment to end') : ready(many(runs.length, 'run'))
    },
    write: postReleaseReview,
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
    write: closureReport,
  },
}

export type ReportLine = { kind: ReportKind; title: string; about: string; state: ReportState }

/** Every document this version writes, in the order of the process. */
export function listReports(state: ReleaseState, nowMs: number): ReportLine[] {
  const ground = layGround({ state, events: [], nowMs })
  return REPORT_KINDS.map((kind) => {
    const { title, about, stands } = REPORTS[kind]
    return { kind, title, about, state: ground ? stands(ground) : waits('for the release folder to be read') }
  })
}

/** The document as Markdown, or a sentence about what it waits for. */
export function writeReport(kind: ReportKind, sources: ReportSources): { markdown: string } | { refusal: string } {
  const { title, stands, write } = REPORTS[kind]
  const ground = layGround(sources)
  const state = ground ? stands(ground) : waits('for the release folder to be read: open it again')
  if (!ground || state.kind === 'waits') return { refusal: `The ${title.toLowerCase()} waits ${state.words}.` }
  return { markdown: write(ground) }
}

/** Documents with a timeline; the others are written from the state alone. */
const WITH_EVENTS: readonly ReportKind[] = ['post-rollback-analysis', 'post-release-review']

export const readsEvents = (kind: ReportKind): boolean => WITH_EVENTS.includes(kind)

export const reportTitle = (kind: ReportKind): string => REPORTS[kind].title
