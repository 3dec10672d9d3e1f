/** Whether the record has what a document needs, and what is still open in it. */
import { projectIssues } from '../../domain/issues/project-issues.ts'
import { type ItemView, type ProcessView, projectProcess } from '../../domain/process/project-process.ts'
import { type Ground, many, runsOf } from './ground.ts'
import { countSettled } from './parts.ts'
import { selectProductionRuns } from './post-release-review.ts'
import { selectRollbacks } from './post-rollback-analysis.ts'
import { undoOrder } from './undo-order.ts'

/** `waits`: there is nothing to write yet. `draft`: it says what is still open. */
export type ReportState = { kind: 'ready' | 'draft' | 'waits'; words: string }

/** The ground has a definition already. */
export type Stands = (ground: Ground) => ReportState

const ready = (words: string): ReportState => ({ kind: 'ready', words })
const draft = (words: string): ReportState => ({ kind: 'draft', words })
export const waits = (words: string): ReportState => ({ kind: 'waits', words })

/** One sentence of many runs, or what it waits for while there is none. */
const afterRuns = (runs: readonly unknown[], waitsFor: string): ReportState =>
  runs.length === 0 ? waits(waitsFor) : ready(many(runs.length, 'run'))

export const withWindow: Stands = ({ definition }) =>
  definition.windows.length > 0 ? ready('From release.yaml') : draft('release.yaml names no window')

/** What is missing of the history makes a draft: the rest of the document stands. */
export const withHistory: Stands = ({ definition, history }) => {
  if (!definition.repository) return draft('release.yaml names no release.repository')
  if (!definition.previous) return draft('release.yaml names no release.previous')
  return history && !('commits' in history) ? draft('The history was not read') : ready('From git and the record')
}

export const afterProduction: Stands = ({ state }) =>
  afterRuns(
    runsOf(state).filter((run) => run.protected),
    'for a run in a protected environment',
  )

/** A draft until every one of them is done. */
const ofItems =
  (itemsOf: (view: ProcessView) => readonly ItemView[], settled: string): Stands =>
  ({ state, nowMs }) => {
    const view = projectProcess(state, nowMs)
    if (!view) return waits('for a process: open the folder again')
    const items = itemsOf(view)
    const words = `${countSettled(items)} ${settled}`
    return items.every(({ status }) => status === 'done') ? ready(words) : draft(words)
  }

export const ofStrategy: Stands = ({ definition }) => ready(`${definition.strategy.kind}, from release.yaml`)

export const ofPlan: Stands = (ground) =>
  withWindow(ground).kind === 'ready' ? ready('From release.yaml and the runbook') : withWindow(ground)

export const withWayBack: Stands = ({ definition, environment }) => {
  const { steps } = undoOrder(definition, environment)
  return steps.length > 0
    ? ready(many(steps.length, 'step'))
    : waits('for a Rollback section or an undo= in the runbook')
}

export const ofChecklist: Stands = ofItems(({ checklist }) => checklist, 'settled')

export const withSteps: Stands = ({ state, definition }) => {
  const steps = definition.runbook.stages.flatMap((stage) => stage.steps).length
  if (steps === 0) return waits('for a runbook with steps')
  return ready(
    state.runOrder.length === 0 ? 'As planned: nothing ran yet' : `${many(state.runOrder.length, 'run')} on record`,
  )
}

export const provedBefore: Stands = ({ state, definition }) => {
  const runs = runsOf(state).filter((run) => !run.protected)
  if (runs.length === 0) return waits('for a run in an unprotected environment')
  const isProved = runs.some(
    ({ finished, definitionDigest }) =>
      finished?.outcome === 'succeeded' && definitionDigest === state.definitionDigest,
  )
  return definition && isProved ? ready(many(runs.length, 'run')) : draft('These steps have not succeeded there yet')
}

export const always: Stands = () => ready('From release.yaml')

export const ofDecisions: Stands = ({ state }) =>
  ready(`${many(Object.keys(state.decisions ?? {}).length, 'issue')} on record`)

export const afterRollback: Stands = ({ state }) => {
  const rollbacks = selectRollbacks(state)
  if (rollbacks.length === 0) return waits('for a rollback: there was none')
  const words = many(rollbacks.length, 'rollback')
  return rollbacks[0]!.finished ? ready(words) : draft('The rollback still runs')
}

export const withFeedback: Stands = ({ state }) => {
  const said = state.feedback?.length ?? 0
  return said === 0 ? waits('for somebody to say something: cockpit feedback') : ready(many(said, 'word'))
}

export const ofIssues: Stands = ({ state }) => ready(`${many(projectIssues(state).length, 'issue')} on record`)

export const afterProductionEnded: Stands = ({ state }) =>
  afterRuns(selectProductionRuns(state), 'for a run in a protected environment to end')

export const afterAnyRun: Stands = ({ state }) =>
  state.runOrder.length === 0 ? waits('for a run') : draft('Lessons are written by people: edit it')

export const ofGates: Stands = ofItems(({ gates }) => gates, 'gates settled')
