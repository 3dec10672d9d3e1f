/**
 * What amending an open run would change: the folder as it is now against the definition the run is pinned to (DESIGN §7). What started, was
 * skipped or was typed stays as it is, with its undo; everything else becomes what the folder says.
 */
import type { StepId } from '../ids.ts'
import { textOf, whatDiffers } from '../runbook/diff/step-difference.ts'
import { sameStep } from '../runbook/digests.ts'
import type { ReleaseDefinition, Stage, Step } from '../runbook/model.ts'
import { AD_HOC_STAGE } from './ad-hoc.ts'
import { namesFile, otherChanges } from './amendment-parts.ts'
import type { ReleaseState, RunState } from './state.ts'
import { plannedMsOf, selectStep } from './steps.ts'

export type StepChange = {
  stepId: StepId
  title: string
  stage: string
  /** `kept`: the folder says otherwise, but it started already, or undoes what did. */
  kind: 'added' | 'removed' | 'changed' | 'moved' | 'kept'
  /** What differs: `command`, `timeout`, `approve`… */
  what: string[]
  before?: string
  after?: string
}

export type Amendment = {
  definition: ReleaseDefinition
  plan: RunState['plan']
  changes: StepChange[]
  /** Differences outside the steps, each a sentence: variables, metrics, files… */
  others: string[]
  /** Steps ahead that were approved and are not what was approved any more. */
  voids: StepId[]
}

export type FileDigests = Record<string, string>

/** Steps that are decided: they started, were skipped, or were typed. */
export function selectDecided(state: ReleaseState, run: RunState): Set<StepId> {
  const started = run.attempts
    .map((id) => state.attempts[id]!)
    .filter((attempt) => attempt.status !== 'never-started')
    .map((attempt) => attempt.stepId)
  return new Set([...started, ...(Object.keys(run.skipped) as StepId[]), ...(Object.keys(run.adHoc ?? {}) as StepId[])])
}

const stepsOf = (definition: ReleaseDefinition) => definition.runbook.stages.flatMap((stage) => stage.steps)
const changeOf = (step: Step, kind: StepChange['kind'], before?: Step, after?: Step): StepChange => ({
  stepId: step.id,
  title: step.title,
  stage: step.stage,
  kind,
  what: before && after ? whatDiffers(before, after) : [],
  ...(before ? { before: textOf(before) } : {}),
  ...(after ? { after: textOf(after) } : {}),
})

/** Steps that stay although the folder does not have them: decided ones, and the undo of each. */
function keptSteps(run: RunState, next: ReleaseDefinition, decided: Set<StepId>): Step[] {
  const known = new Set(stepsOf(next).map((step) => step.id))
  const own = stepsOf(run.definition).filter((step) => decided.has(step.id) && step.stage !== AD_HOC_STAGE)
  const undos = own.flatMap((step) =>
    step.attributes.undo ? (selectStep(run.definition, step.attributes.undo) ?? []) : [],
  )
  return [...new Set([...own, ...undos])].filter((step) => !known.has(step.id))
}

function mergeStages(run: RunState, next: ReleaseDefinition, decided: Set<StepId>): Stage[] {
  const kept = keptSteps(run, next, decided)
  const merged = next.runbook.stages.map((stage) => ({
    ...stage,
    steps: [
      ...stage.steps.map((step) => (decided.has(step.id) ? (selectStep(run.definition, step.id) ?? step) : step)),
      ...kept.filter((step) => step.stage === stage.id),
    ],
  }))
  const ids = new Set(merged.map((stage) => stage.id))
  const lost = run.definition.runbook.stages
    .filter((stage) => !ids.has(stage.id))
    .map((stage) =>
      stage.id === AD_HOC_STAGE ? stage : { ...stage, steps: kept.filter((step) => step.stage === stage.id) },
    )
  return [...merged, ...lost.filter((stage) => stage.steps.length > 0)]
}

/** Decided steps keep their order; after them comes what is left of the stage, in the order of the folder. */
function planOf(run: RunState, next: ReleaseDefinition, decided: Set<StepId>): RunState['plan'] {
  const leftOut = new Set(run.leftOut.map((each) => each.stepId))
  const ahead = next.runbook.stages
    .filter((stage) => run.stageIds.includes(stage.id))
    .flatMap((stage) => stage.steps)
    .filter((step) => !decided.has(step.id) && !leftOut.has(step.id))
  const planned = (step: Step) => {
    const plannedMs = plannedMsOf(step)
    return { stepId: step.id, ...(plannedMs === undefined ? {} : { plannedMs }) }
  }
  return [...run.plan.filter((each) => decided.has(each.stepId)), ...ahead.map(planned)]
}

function stepChanges(
  run: RunState,
  next: ReleaseDefinition,
  decided: Set<StepId>,
  plan: RunState['plan'],
): StepChange[] {
  const before = stepsOf(run.definition).filter((step) => step.stage !== AD_HOC_STAGE)
  const kept = new Set(keptSteps(run, next, decided).map((step) => step.id))
  const isAhead = (id: StepId) => !decided.has(id)
  const order = (ids: StepId[]) =>
    ids.filter((id) => isAhead(id) && selectStep(run.definition, id) && selectStep(next, id))
  const [was, is] = [run.plan, plan].map((each) => order(each.map(({ stepId }) => stepId)))
  const moved = new Set(is!.filter((id, index) => was![index] !== id))
  const gone = before
    .filter((step) => !selectStep(next, step.id))
    .map((step) => changeOf(step, kept.has(step.id) ? 'kept' : 'removed', step))
  const rest = stepsOf(next).flatMap((step) => {
    const old = before.find((each) => each.id === step.id)
    if (!old) return [changeOf(step, 'added', undefined, step)]
    if (!sameStep(old, step)) return [changeOf(step, decided.has(step.id) ? 'kept' : 'changed', old, step)]
    return moved.has(step.id) ? [changeOf(step, 'moved', old, step)] : []
  })
  return [...rest, ...gone]
}

/** Pure: what `run.amended` would say. Digests of files are those of the folder when the run was pinned and now. */
export function planAmendment(
  state: ReleaseState,
  run: RunState,
  next: ReleaseDefinition,
  files: FileDigests,
): Amendment {
  const decided = selectDecided(state, run)
  const plan = planOf(run, next, decided)
  const changes = stepChanges(run, next, decided, plan)
  const { changedFiles, sentences, touchesAll } = otherChanges(run, next, files)
  const definition = { ...next, runbook: { ...next.runbook, stages: mergeStages(run, next, decided) } }
  const ahead = plan.map(({ stepId }) => stepId).filter((id) => !decided.has(id))
  const altered = new Set(
    changes.filter(({ kind }) => kind !== 'kept' && kind !== 'removed').map(({ stepId }) => stepId),
  )
  const isTouched = (id: StepId) => {
    const step = selectStep(definition, id)
    const namesChanged = step !== undefined && changedFiles.some((file) => namesFile(step, file))
    return touchesAll || altered.has(id) || namesChanged
  }
  const approved = new Set(state.approvals.flatMap(({ binds, revoked }) => (revoked ? [] : (binds.stepId ?? []))))
  const voids = ahead.filter((id) => approved.has(id) && isTouched(id))
  return { definition, plan, changes, others: sentences, voids }
}

/** What is kept as it was is no reason to amend. */
export const isEmptyAmendment = ({ changes, others }: Pick<Amendment, 'changes' | 'others'>): boolean =>
  changes.every((each) => each.kind === 'kept') && others.length === 0
