/**
 * What the ledger says of an item by itself. One sentence each; `isVoid`: it was so once, of a definition that has changed since.
 * What a drill or a staging run proves is bound to the definition digest (DESIGN §9).
 */
import { coverageLine, percentOf } from '../../documents/coverage-words.ts'
import { formatMany } from '../../documents/words.ts'
import type { KnownRule, ReleaseProcess } from '../../process/model.ts'
import type { ReleaseDefinition } from '../../runbook/model.ts'
import { isBlocking, isOpenIssue, projectIssues } from '../issues/project-issues.ts'
import { judgeRoom } from '../polls/select-polls.ts'
import type { ReleaseState, RunState } from '../state.ts'
import { selectLiveRun } from '../validation/live-run.ts'
import { NEEDED_COVERAGE, projectCoverage, watchedMetrics } from '../validation/project-coverage.ts'
import { formatInstant } from '../windows.ts'

export type KnownFact = { holds: boolean; words: string; run?: RunState; atMs?: number; isVoid?: boolean }

type Ground = { state: ReleaseState; definition: ReleaseDefinition; nowMs: number }

const yes = (words: string, run?: RunState): KnownFact => ({
  holds: true,
  words,
  ...(run ? { run, ...(run.finished ? { atMs: run.finished.atMs } : {}) } : {}),
})
const no = (words: string): KnownFact => ({ holds: false, words })

const runsOf = (state: ReleaseState, kind: RunState['kind'], isProtected?: boolean): RunState[] =>
  state.runOrder
    .map((id) => state.runs[id]!)
    .filter((run) => run.kind === kind && (isProtected === undefined || run.protected === isProtected))

const succeeded = (run: RunState) => run.finished?.outcome === 'succeeded'

/** Of runs that prove something about one definition: the last one of this one, else what the last one proved. */
function proved(state: ReleaseState, runs: RunState[], what: string, how: string): KnownFact {
  const good = runs.filter(succeeded)
  const last = good.findLast((run) => run.definitionDigest === state.definitionDigest)
  if (last) return yes(`${what} in ${last.environment}, run ${last.id}.`, last)
  const old = good.at(-1)
  if (!old) return no(how)
  const words = `${what} in ${old.environment} (run ${old.id}) was of other steps: they changed since. ${how}`
  return { holds: false, isVoid: true, words, run: old }
}

function windowSet({ definition, nowMs }: Ground): KnownFact {
  const { windows } = definition
  if (windows.length === 0) return no('release.yaml names no window: add “windows:”.')
  const next = windows.find((each) => each.endMs > nowMs) ?? windows.at(-1)!
  const words = `${formatInstant(next.startMs, next.offsetMinutes)} to ${formatInstant(next.endMs, next.offsetMinutes)}.`
  return next.endMs > nowMs ? yes(words) : no(`The last window is over: ${words}`)
}

const triggersSet = ({ definition }: Ground): KnownFact =>
  definition.triggers.length > 0
    ? yes(`${formatMany(definition.triggers.length, 'trigger')} in release.yaml.`)
    : no('release.yaml has no trigger: add “triggers:” with a limit and a severity.')

function rollbackWritten({ definition }: Ground): KnownFact {
  const { stages } = definition.runbook
  const section = stages.filter((stage) => stage.kind === 'rollback').flatMap((stage) => stage.steps)
  const linked = stages.flatMap((stage) => stage.steps).filter((step) => step.attributes.undo !== undefined)
  if (section.length === 0 && linked.length === 0)
    return no('No way back is written down: add a Rollback section to runbook.md, or an undo= to its steps.')
  return yes(
    `${formatMany(section.length, 'step')} in the rollback section, ${formatMany(linked.length, 'step')} with an undo.`,
  )
}

function runbookWritten({ definition }: Ground): KnownFact {
  const steps = definition.runbook.stages.filter((stage) => stage.kind === 'forward').flatMap((stage) => stage.steps)
  return steps.length > 0 ? yes(`${formatMany(steps.length, 'step')} in runbook.md.`) : no('runbook.md has no steps.')
}

function monitoringConfigured({ definition }: Ground): KnownFact {
  const metrics = watchedMetrics(definition.metrics)
  if (metrics.length === 0) return no('release.yaml has no metric with a target: add “metrics:”.')
  const triggers = definition.triggers.length
  if (triggers === 0)
    return no(`${formatMany(metrics.length, 'metric')} with a target, but nothing raises an alarm: add “triggers:”.`)
  return yes(`${formatMany(metrics.length, 'metric')} with a target, ${formatMany(triggers, 'trigger')}.`)
}

function productionDeployed(ground: Ground): KnownFact {
  const { run, words } = selectLiveRun(ground.state)
  return run ? yes(words, run) : no(words)
}

/** Off target or blind now, or before anything is live: not watched. */
function productionWatched(ground: Ground): KnownFact {
  const { run, words } = selectLiveRun(ground.state)
  if (!run) return no(words)
  const bad = watchedMetrics(run.definition.metrics).flatMap((metric) => {
    const health = ground.state.metrics[`${run.environment}/${metric.name}`]
    return health && health.status !== 'holds'
      ? [`${metric.title} is ${health.status === 'blind' ? 'blind' : 'off target'}`]
      : []
  })
  if (bad.length > 0) return no(`${bad.join(', ')}.`)
  const metrics = watchedMetrics(run.definition.metrics).length
  return metrics === 0
    ? no('Nothing is measured: release.yaml has no metric with a target.')
    : yes(`${formatMany(metrics, 'metric')} watched, none off target.`, run)
}

function rolledBack({ state }: Ground): KnownFact {
  const run = runsOf(state, 'rollback', true).findLast(succeeded)
  return run ? yes(`Rollback ${run.id} in ${run.environment}.`, run) : no('Nothing was rolled back.')
}

function productionRan({ state }: Ground): KnownFact {
  const run = runsOf(state, 'deploy', true).findLast((each) => each.finished)
  return run
    ? yes(`Run ${run.id}, with everything it printed.`, run)
    : no('No run in a protected environment has ended yet.')
}

function noOpenIssues({ state }: Ground): KnownFact {
  const all = projectIssues(state)
  const open = all.filter(isBlocking)
  const minor = all.filter(isOpenIssue).length - open.length
  if (open.length > 0) return no(`${formatMany(open.length, 'issue')} open: ${open[0]!.title}`)
  return yes(minor === 0 ? 'No issue is open.' : `Nothing is open but ${formatMany(minor, 'issue')} of low severity.`)
}

/** Long enough, and seen for long enough of it (V5). */
function validationCovered({ state, definition, nowMs }: Ground): KnownFact {
  const view = projectCoverage(state, nowMs)
  if (!view) return no(selectLiveRun(state).words)
  const { period, metrics } = view
  if (nowMs < period.leastToMs)
    return no(
      `Watched until ${formatInstant(period.leastToMs, definition.windows[0]?.offsetMinutes ?? 0)} at least. ${coverageLine(view)}`,
    )
  if (metrics.length === 0 || metrics.some(({ isEnough }) => !isEnough))
    return no(`${coverageLine(view)} ${percentOf(NEEDED_COVERAGE)} is asked for.`)
  return yes(coverageLine(view), period.run)
}

function feedbackCollected({ state: { feedback = [] } }: Ground): KnownFact {
  const bad = feedback.filter(({ mood }) => mood === 'bad').length
  if (feedback.length === 0) return no('No feedback is on record: cockpit feedback, or “Add feedback” in the Plan.')
  return yes(`${formatMany(feedback.length, 'voice')} on record, ${bad} of them bad.`)
}

const RULES: Record<Exclude<KnownRule, `step:${string}` | 'checklist-complete'>, (ground: Ground) => KnownFact> = {
  'strategy-set': ({ definition }) => yes(`${definition.strategy.kind}, from release.yaml.`),
  'window-set': windowSet,
  'triggers-set': triggersSet,
  'rollback-strategy-set': (ground) => {
    const facts = [rollbackWritten(ground), triggersSet(ground)]
    return facts.find(({ holds }) => !holds) ?? yes(facts.map(({ words }) => words).join(' '))
  },
  'communication-set': ({ definition }) =>
    definition.communication === undefined
      ? no('release.yaml says nothing about communication: add “communication:”.')
      : yes('Channels and stages in release.yaml.'),
  'runbook-written': runbookWritten,
  'rollback-written': rollbackWritten,
  'rollback-tested': ({ state }) =>
    proved(
      state,
      runsOf(state, 'rollback').filter(({ drill }) => drill),
      'Drill passed',
      'Deploy to an unprotected environment and roll it back there as a drill.',
    ),
  'monitoring-configured': monitoringConfigured,
  'monitoring-active': productionWatched,
  'staging-deployed': ({ state }) =>
    proved(state, runsOf(state, 'deploy', false), 'Deployed', 'Deploy it to an unprotected environment first.'),
  'production-ran': productionRan,
  'production-deployed': productionDeployed,
  'production-watched': productionWatched,
  'rolled-back': rolledBack,
  'no-open-issues': noOpenIssues,
  'go-poll': ({ state }) => judgeRoom(state),
  // Whether its scripts are there is looked at when a run starts.
  'rollback-ready': (ground) => {
    const facts = [rollbackWritten(ground), RULES['rollback-tested'](ground)]
    return facts.find(({ holds }) => !holds) ?? facts[1]!
  },
  'feedback-collected': feedbackCollected,
  'release-closed': ({ state: { closed } }) =>
    closed ? { ...yes(`Closed: ${closed.words}`), atMs: closed.atMs } : no('Comes with the closing of the release.'),
  'validation-covered': validationCovered,
}

/** `step:ID` and `checklist-complete` rest on other items: `settled` answers for those. */
export function judgeKnown(
  state: ReleaseState,
  rule: KnownRule,
  nowMs: number,
  settled: (of: KnownRule) => KnownFact,
): KnownFact {
  const { definition } = state
  if (!definition) return no('The release folder has not been read yet.')
  if (rule === 'checklist-complete' || rule.startsWith('step:')) return settled(rule)
  return RULES[rule as keyof typeof RULES]({ state, definition, nowMs })
}

/** Whether an item that matters only then matters. */
export const isNeeded = (state: ReleaseState, condition: ReleaseProcess['checklist'][number]['onlyIf']): boolean => {
  if (condition === undefined) return true
  if (condition === 'rolled-back') return runsOf(state, 'rollback', true).length > 0
  const issues = projectIssues(state)
  if (condition === 'issues-found') return issues.length > 0
  const isProtected = (name: string | undefined) =>
    name === undefined || state.definition?.environments.some((each) => each.name === name && each.protected)
  return issues.some(({ environment }) => !isProtected(environment))
}
