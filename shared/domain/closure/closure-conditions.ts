/** What a release must have before it may be called complete (docs/closure.md, C1 and C2). */
import { describeConditions, type MissingCondition, ofApprovals, ofItem } from '../process/missing-conditions.ts'
import { type ItemView, isSettled, type ProcessStepView, projectProcess } from '../process/project-process.ts'
import type { ReleaseState } from '../state.ts'
import { selectUnfinished } from '../steps.ts'

/** The step a closure ends: the one that is called so, else the last. */
const closureStep = (steps: readonly ProcessStepView[]): ProcessStepView | undefined =>
  steps.find(({ step }) => step.id === 'closure') ?? steps.at(-1)

/** What only the closing itself can settle. */
const comesWithIt = ({ item }: ItemView, stepId: string): boolean =>
  item.known === 'release-closed' || item.known === `step:${stepId}`

/** Gates, what is open of the closure, and its approvals, in this order. Empty without a process: then nothing is asked. */
export function selectClosureConditions(state: ReleaseState, nowMs: number): MissingCondition[] {
  const view = projectProcess(state, nowMs)
  const closure = view && closureStep(view.steps)
  if (!view || !closure) return []
  const items = [...view.gates, ...closure.tasks, ...closure.deliverables]
  return [
    ...items.filter((each) => !isSettled(each) && !comesWithIt(each, closure.step.id)).map(ofItem),
    ...ofApprovals(state, `approvals/${closure.step.id}`, {}),
  ]
}

export function objectToClosure(state: ReleaseState, nowMs: number): string | undefined {
  const open = selectUnfinished(state)[0]
  if (open?.rehearsal) return `${open.title} (${open.id}) is open: finish or stop it first.`
  if (open) return `Run ${open.id} is open in ${open.environment}: finish, stop or roll it back first.`
  const missing = selectClosureConditions(state, nowMs)
  return missing.length === 0
    ? undefined
    : `The release is not complete: ${describeConditions(state, missing)}. A role can close it without them, with a reason, on the record.`
}
