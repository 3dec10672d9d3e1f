/**
 * Deployments of a release: what went to a protected environment between two rollbacks of everything. Runs that follow one another (a stage after another, a
 * second try after a failure) are one deployment; a rollback of everything ends it.
 */
import type { IssueView } from '../issues/project-issues.ts'
import { projectIssues } from '../issues/project-issues.ts'
import { selectHeldMs } from '../ledger-measures.ts'
import type { ReleaseState, RunState } from '../state.ts'
import { selectStep } from '../steps.ts'
import { type Trouble, troubleOf } from './trouble.ts'

export type DeploymentOutcome =
  | 'open'
  | 'succeeded'
  | 'failed'
  | 'stopped'
  | 'rolled-back'
  | 'partly-rolled-back'
  | 'rollback-failed'

/** Times in ms since the epoch, lengths in ms. */
export type Deployment = {
  environment: string
  outcome: DeploymentOutcome
  startedAtMs: number
  /** When the last deploy run of it ended; absent while one is open. */
  endedAtMs?: number
  /** As the scorecard measures it: runs added up, planned holds left out. */
  deployMs: number
  /** What its steps were planned to take, holds left out; absent when no step has a plan. */
  plannedMs?: number
  plannedSteps: number
  steps: number
} & Trouble

type Round = { runs: RunState[]; rollbacks: RunState[]; isOver: boolean }

/** A trigger takes back its service; where that is all there is, nothing was left out. */
const isWhole = ({ services, definition }: RunState) =>
  services === undefined || definition.services.every(({ name }) => services.includes(name))

/** Rollbacks of what was never deployed here belong to no round. */
function roundsOf(runs: RunState[]): Round[] {
  const rounds: Round[] = []
  for (const run of runs) {
    const open = rounds.at(-1)?.isOver === false ? rounds.at(-1) : undefined
    if (run.kind === 'deploy') {
      if (open) open.runs.push(run)
      else rounds.push({ runs: [run], rollbacks: [], isOver: false })
    } else if (!run.drill && open) {
      open.rollbacks.push(run)
      open.isOver = isWhole(run) && run.finished?.outcome === 'succeeded'
    }
  }
  return rounds
}

function outcomeOf({ runs, rollbacks, isOver }: Round): DeploymentOutcome {
  if (isOver) return 'rolled-back'
  const all = [...runs, ...rollbacks].toSorted((a, b) => a.seq - b.seq)
  if (all.some((run) => !run.finished)) return 'open'
  const last = all.at(-1)!
  if (last.kind === 'deploy') return last.finished!.outcome
  return last.finished!.outcome === 'succeeded' ? 'partly-rolled-back' : 'rollback-failed'
}

const HOLDS = ['wait', 'gate', 'judge']

/** Each step once, as its last run planned it. */
function planOf(runs: RunState[]): Pick<Deployment, 'plannedMs' | 'plannedSteps' | 'steps'> {
  const planned = new Map(
    runs.flatMap((run) =>
      run.plan.flatMap(({ stepId, plannedMs }) => {
        const step = selectStep(run.definition, stepId)
        return step && HOLDS.includes(step.kind) ? [] : [[stepId, plannedMs] as const]
      }),
    ),
  )
  const known = [...planned.values()].filter((ms) => ms !== undefined)
  return {
    ...(known.length === 0 ? {} : { plannedMs: known.reduce((sum, ms) => sum + ms, 0) }),
    plannedSteps: known.length,
    steps: planned.size,
  }
}

function deploymentOf(state: ReleaseState, round: Round, issues: IssueView[]): Deployment {
  const { runs, rollbacks } = round
  const first = runs[0]!
  const endedAtMs = runs.every((run) => run.finished) ? runs.at(-1)!.finished!.atMs : undefined
  const lengths = runs.flatMap((run) =>
    run.finished ? [run.finished.atMs - run.startedAtMs - selectHeldMs(state, run, run.finished.atMs)] : [],
  )
  return {
    environment: first.environment,
    outcome: outcomeOf(round),
    startedAtMs: first.startedAtMs,
    ...(endedAtMs === undefined ? {} : { endedAtMs }),
    deployMs: Math.max(
      0,
      lengths.reduce((sum, ms) => sum + ms, 0),
    ),
    ...planOf(runs),
    ...troubleOf(state, { rollbacks, deployEndMs: endedAtMs, issues }),
  }
}

/** Issues of a deployment: found here (or nowhere in particular) since it began and before the next one did. */
const issuesOf = (issues: IssueView[], environment: string, fromMs: number, toMs: number): IssueView[] =>
  issues.filter(
    (each) =>
      (each.environment === undefined || each.environment === environment) && each.atMs >= fromMs && each.atMs < toMs,
  )

/** Of all protected environments, oldest first. */
export function projectDeployments(state: ReleaseState, runs: RunState[]): Deployment[] {
  const environments = [...new Set(runs.filter((run) => run.protected).map((run) => run.environment))]
  if (environments.length === 0) return []
  const issues = projectIssues(state)
  return environments
    .flatMap((environment) => {
      const rounds = roundsOf(runs.filter((run) => run.environment === environment))
      return rounds.map((round, index) => {
        const untilMs = rounds[index + 1]?.runs[0]?.startedAtMs ?? Number.POSITIVE_INFINITY
        return deploymentOf(state, round, issuesOf(issues, environment, round.runs[0]!.startedAtMs, untilMs))
      })
    })
    .toSorted((a, b) => a.startedAtMs - b.startedAtMs)
}
