/** What differs between what was approved and what there is now: by step, command, metric or date, the old text beside the new. */
import { canonicalText } from '../../ledger/canonical.ts'
import { sameStep } from '../../runbook/digests.ts'
import type { ReleaseDefinition, Step } from '../../runbook/model.ts'
import type { SubjectPart } from './subjects.ts'

/** A missing side: it was not there, or is not there any more. */
export type Change = { title: string; before?: string; after?: string }

const textOf = (step: Step): string =>
  step.http ? `${step.http.method} ${step.http.url}` : step.text.trim() || step.title

const attributesOf = ({ attributes }: Step): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : canonicalText(value)}`)
    .join(' ')

function stepChange(before: Step, after: Step): Change {
  const [old, next] = [textOf(before), textOf(after)]
  const title = after.title
  if (old !== next) return { title, before: old, after: next }
  return { title, before: attributesOf(before) || textOf(before), after: attributesOf(after) || textOf(after) }
}

const stepsOf = ({ runbook }: ReleaseDefinition) => runbook.stages.flatMap((stage) => stage.steps)

/** Steps in the order they run, so that a step that moved is a change, too. */
function stepChanges(before: readonly Step[], after: readonly Step[]): Change[] {
  const changed = after.flatMap((step): Change[] => {
    const old = before.find(({ id }) => id === step.id)
    if (!old) return [{ title: step.title, after: textOf(step) }]
    return sameStep(old, step) ? [] : [stepChange(old, step)]
  })
  const gone = before
    .filter((step) => !after.some(({ id }) => id === step.id))
    .map((step): Change => ({ title: step.title, before: textOf(step) }))
  if (changed.length + gone.length > 0) return [...changed, ...gone]
  const order = (steps: readonly Step[]) => steps.map(({ title }) => title).join(', ')
  const isMoved = before.some((step, index) => step.id !== after[index]?.id)
  return isMoved ? [{ title: 'The order of the steps', before: order(before), after: order(after) }] : []
}

const plain = (value: unknown) => canonicalText(value ?? null)

function metricChanges(before: ReleaseDefinition, after: ReleaseDefinition): Change[] {
  const measured = ({ metrics }: ReleaseDefinition) =>
    new Map(metrics.map(({ position: _, title, ...metric }) => [metric.name, { title, text: plain(metric) }]))
  const [old, next] = [measured(before), measured(after)]
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((name): Change[] => {
    const [was, is] = [old.get(name), next.get(name)]
    if (was?.text === is?.text) return []
    const sides = { ...(was ? { before: was.text } : {}), ...(is ? { after: is.text } : {}) }
    return [{ title: `Metric ${is?.title ?? was?.title}`, ...sides }]
  })
}

/** What a drill proves and an approval of the plan binds. */
export function planChanges(before: ReleaseDefinition, after: ReleaseDefinition): Change[] {
  const strategy =
    plain(before.strategy) === plain(after.strategy)
      ? []
      : [{ title: 'The strategy', before: plain(before.strategy), after: plain(after.strategy) }]
  return [...stepChanges(stepsOf(before), stepsOf(after)), ...metricChanges(before, after), ...strategy]
}

/** Of one stage in one environment; files and inputs a command reads are told apart by the run alone. */
export function stageChanges(
  before: ReleaseDefinition,
  after: ReleaseDefinition,
  of: { environment: string; stageId?: string | undefined },
): Change[] {
  const steps = (each: ReleaseDefinition) =>
    stepsOf(each).filter(({ stage }) => of.stageId === undefined || stage === of.stageId)
  const where = (each: ReleaseDefinition) => plain(each.environments.find(({ name }) => name === of.environment))
  const environment =
    where(before) === where(after)
      ? []
      : [{ title: `Environment ${of.environment}`, before: where(before), after: where(after) }]
  return [...stepChanges(steps(before), steps(after)), ...environment]
}

/** Words that bind nothing: prose, and the titles of commands. */
export function wordingChanges(before: ReleaseDefinition, after: ReleaseDefinition): Change[] {
  const was = stepsOf(before)
  return stepsOf(after).flatMap((step): Change[] => {
    const old = was.find(({ id }) => id === step.id)
    if (!old || (old.prose === step.prose && old.title === step.title)) return []
    const isTitle = old.prose === step.prose
    return [{ title: step.title, before: isTitle ? old.title : old.prose, after: isTitle ? step.title : step.prose }]
  })
}

/** `isWhole`: what came in addition counts, too. */
export function partChanges(before: readonly SubjectPart[], after: readonly SubjectPart[], isWhole: boolean): Change[] {
  const changed = before.flatMap((part): Change[] => {
    const now = after.find(({ partId }) => partId === part.partId)
    if (now?.text === part.text) return []
    return [{ title: part.title, before: part.text, ...(now ? { after: now.text } : {}) }]
  })
  const added = after.filter(({ partId }) => !before.some((part) => part.partId === partId))
  return [...changed, ...(isWhole ? added.map(({ title, text }): Change => ({ title, after: text })) : [])]
}
