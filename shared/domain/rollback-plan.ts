/** The way back, as a fold of the ledger (DESIGN §7): what started is undone in reverse, what never started is listed as left out. */
import type { StepId } from '../ids.ts'
import type { ReleaseDefinition, Stage, Step } from '../runbook/model.ts'
import { isAdHoc, keptAdHoc } from './ad-hoc.ts'
import { type PossibleUntil, selectIrreversible, selectPossibleUntil } from './reversibility.ts'
import { isInScope, selectReach, serviceOf } from './rollback-scope.ts'
import { type StartedStep, selectRunsSince, selectStartedSteps, selectUndoneBy } from './started-steps.ts'
import type { ReleaseState, RunState } from './state.ts'
import { plannedMsOf, selectOpenRuns, selectStep } from './steps.ts'
import { selectDataLoss } from './strategies/data-loss.ts'

export type PlannedUndo = { step: Step; undoes?: StepId; plannedMs?: number }

export type RollbackPlan = {
  /** The definition it was made from: the one the last deploy of this environment is pinned to. */
  definition: ReleaseDefinition
  stages: Stage[]
  /** The services it takes back, when it does not take back everything. */
  services?: string[]
  steps: PlannedUndo[]
  leftOut: { stepId: StepId; reason: string }[]
  /** Effects that stay, each a sentence. */
  keeps: string[]
  /** The inputs of the runs it undoes: it acts on what they acted on. */
  inputs: Record<string, string>
  /** What deviates from the rule, each a sentence for the record. */
  deviations: string[]
  toVersion?: string
  until?: PossibleUntil
  /** How long the last successful rollback of this environment, or else of any, took. */
  lastMs?: { durationMs: number; environment: string; drill: boolean; atMs: number }
  plannedMs: number
}

export type RollbackScope = { service?: string }

/** Measured on one of the same reach that had something to do: any other says nothing about this one. */
const lastRollback = (
  state: ReleaseState,
  environment: string,
  scope: string[] | undefined,
): RollbackPlan['lastMs'] => {
  const done = state.runOrder
    .map((id) => state.runs[id]!)
    .filter((run) => run.kind === 'rollback' && run.finished?.outcome === 'succeeded' && run.plan.length > 0)
    .filter((run) => run.services?.join() === scope?.join())
  const run = done.findLast((each) => each.environment === environment) ?? done.at(-1)
  return (
    run?.finished && {
      durationMs: run.finished.durationMs,
      environment: run.environment,
      drill: run.drill,
      atMs: run.finished.atMs,
    }
  )
}

/** A gate takes no time: it holds no rollback. */
const planned = (step: Step, undoes?: StepId): PlannedUndo => {
  const plannedMs = step.kind === 'gate' ? 0 : plannedMsOf(step)
  return { step, ...(undoes ? { undoes } : {}), ...(plannedMs === undefined ? {} : { plannedMs }) }
}

/** All that a plan is made from. */
type Ground = {
  state: ReleaseState
  definition: ReleaseDefinition
  runs: RunState[]
  done: StartedStep[]
  scope: string[] | undefined
  /** No link says what undoes what: the whole section runs. */
  isWhole: boolean
  section: Step[]
  /** Steps that undo another, by id. */
  linked: Map<StepId, Step>
}

type Undo = { undo: Step; of: Step } & ({ runs: true } | { runs: false; reason: string })

const OUT_OF_SCOPE = 'Another service: this rollback leaves it as it is.'

function judgeUndo({ state, definition, runs, done, scope }: Ground, { step, lastAtMs }: StartedStep): Undo[] {
  const undo = step.attributes.undo && selectStep(definition, step.attributes.undo)
  if (!undo) return []
  const no = (reason: string): Undo[] => [{ undo, of: step, runs: false, reason }]
  if (!isInScope(scope, serviceOf(undo, step))) return no(OUT_OF_SCOPE)
  const kept = selectIrreversible(definition, done, step)
  if (kept) return no(kept)
  const by = selectUndoneBy(state, runs, undo.id, lastAtMs)
  return by ? no(`Undone already by rollback ${by}.`) : [{ undo, of: step, runs: true }]
}

/** Each undo once, at the place of the last step it undoes; it runs when one of them needs it. */
function undoSteps(ground: Ground): Undo[] {
  const found = new Map<StepId, Undo>()
  for (const each of ground.done.toReversed().flatMap((step) => judgeUndo(ground, step))) {
    const known = found.get(each.undo.id)
    if (!known) found.set(each.undo.id, each)
    else if (!known.runs && each.runs) {
      found.delete(each.undo.id)
      found.set(each.undo.id, each)
    }
  }
  return [...found.values()]
}

/** Steps of the section that no link names belong to the rollback as a whole; of one service, those that name it. */
const isOfWhole = ({ isWhole, linked, scope }: Ground, step: Step): boolean =>
  isInScope(scope, serviceOf(step, linked.get(step.id))) && (isWhole || !linked.has(step.id))

function leftOutOf({ isWhole, linked, scope, section, done }: Ground, undos: Undo[]): RollbackPlan['leftOut'] {
  const judged = new Map(undos.map((each) => [each.undo.id, each]))
  const notRun = undos.flatMap((each) => (each.runs ? [] : [{ stepId: each.undo.id, reason: each.reason }]))
  const never = [...linked]
    .filter(([id]) => !isWhole && !judged.has(id))
    .map(([stepId]) => ({ stepId, reason: 'What it undoes never started.' }))
  const outside = section
    .filter((step) => scope !== undefined && !linked.has(step.id) && !isInScope(scope, serviceOf(step)))
    .map((step) => ({ stepId: step.id, reason: 'It belongs to the rollback of everything.' }))
  return done.length === 0 ? outside : [...notRun, ...never, ...outside]
}

const keptEffects = ({ definition, done, scope }: Ground) =>
  done
    .filter(({ step }) => isInScope(scope, step.attributes.service) || step.attributes.service === undefined)
    .flatMap(({ step }) => selectIrreversible(definition, done, step) ?? [])

function layGround(
  state: ReleaseState,
  environment: string,
  { service }: RollbackScope,
): (Ground & { stages: Stage[] }) | undefined {
  const runs = selectRunsSince(state, environment)
  const deploys = runs.filter((run) => run.kind === 'deploy')
  const definition = deploys.at(-1)?.definition ?? state.definition
  if (!definition) return undefined
  const stages = definition.runbook.stages.filter(
    (stage) => stage.kind === 'rollback' && (stage.environment === undefined || stage.environment === environment),
  )
  const all = definition.runbook.stages.flatMap((stage) => stage.steps)
  const linked = new Map(all.flatMap((step) => (step.attributes.undo ? [[step.attributes.undo, step] as const] : [])))
  const section = stages.flatMap((stage) => stage.steps)
  if (section.length === 0 && linked.size === 0) return undefined
  const done = selectStartedSteps(state, deploys)
  const known = done.filter(({ step }) => !isAdHoc(step) || step.attributes.undo)
  const isWhole = linked.size === 0 || known.length === 0
  const scope = service === undefined ? undefined : selectReach(definition, service)
  return { state, definition, stages, runs, done, scope, isWhole, section, linked }
}

/**
 * Plans the rollback of an environment, or of one of its services and what depends on it. Undefined only when the runbook has neither a rollback
 * section nor a single `undo`. Steps of a rollback section that no `undo` names belong to the rollback as a whole: they follow the undos in document order.
 */
export function planRollback(
  state: ReleaseState,
  environment: string,
  scope: RollbackScope = {},
): RollbackPlan | undefined {
  const ground = layGround(state, environment, scope)
  if (!ground) return undefined
  const { definition, stages, done, runs, linked, section } = ground
  const undos = ground.isWhole ? [] : undoSteps(ground)
  const rest = section.filter((step) => isOfWhole(ground, step)).map((step) => planned(step))
  const steps = [...undos.filter((each) => each.runs).map((each) => planned(each.undo, each.of.id)), ...rest]
  const until = selectPossibleUntil(definition, done)
  const last = lastRollback(state, environment, ground.scope)
  const known = done.filter(({ step }) => !isAdHoc(step) || step.attributes.undo)
  return {
    definition,
    stages,
    steps,
    leftOut: leftOutOf(ground, undos),
    keeps: [...keptEffects(ground), ...keptAdHoc(done.map(({ step }) => step))],
    inputs: Object.assign({}, ...runs.filter((run) => run.kind === 'deploy').map((run) => run.inputs)),
    deviations: [
      ...wholeSentence(linked.size, known.length),
      ...nothingLeft(steps, done),
      ...(until?.isOver ? [until.sentence] : []),
      ...[selectDataLoss(state, environment)].filter((each) => each !== undefined),
    ],
    ...(ground.scope ? { services: ground.scope } : {}),
    ...(definition.previous === undefined ? {} : { toVersion: definition.previous }),
    ...(until ? { until } : {}),
    ...(last ? { lastMs: last } : {}),
    plannedMs: steps.reduce((sum, { plannedMs }) => sum + (plannedMs ?? 0), 0),
  }
}

const nothingLeft = (steps: PlannedUndo[], done: StartedStep[]): string[] =>
  steps.length === 0 && done.length > 0 ? ['Nothing that started is left to undo.'] : []

/**
 * Whether a rollback has anything to do: an undo to run, or at least a deploy to stop. While one is open the way back is never refused, even before its first
 * step that can be undone.
 */
export const hasRollbackWork = (state: ReleaseState, environment: string, plan: RollbackPlan | undefined): boolean =>
  plan !== undefined &&
  (plan.steps.length > 0 ||
    (plan.services === undefined && selectOpenRuns(state, environment).some((run) => run.kind === 'deploy')))

const wholeSentence = (links: number, startedCount: number): string[] => {
  if (links === 0) return ['No step names its undo: the whole rollback section runs.']
  if (startedCount === 0) return ['The ledger knows of no step that ran here: the whole rollback section runs.']
  return []
}
