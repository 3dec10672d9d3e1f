/** What the runbook and release.yaml say about each other: steps, metrics, services, roles. */
import { finding, type Place } from './findings.ts'
import type { Finding, Runbook, Step } from './model.ts'
import { EVERYBODY } from './notices/model.ts'
import type { ParsedRelease } from './release/parse-release.ts'
import { asList, asNames, asRecord, asText } from './release/raw.ts'
import type { Path } from './release/read-yaml.ts'
import { suggestion } from './suggest.ts'

export const allSteps = (runbook: Runbook): Step[] => runbook.stages.flatMap((stage) => stage.steps)

const unknownStep = (place: Place, id: string, ids: ReadonlySet<string>, what: string): Finding[] => {
  if (ids.has(id)) return []
  const hint = ids.size > 1000 ? '' : suggestion(id, [...ids], 'The runbook has')
  return [
    finding('error', 'unknown-step', place, `${what} names the step "${id}", which the runbook does not have.${hint}`),
  ]
}

const STRATEGY_STEPS = ['set-weight', 'set-batch', 'switch', 'close', 'open', 'restore'] as const

function stepReferences(root: Record<string, unknown>): { path: Path; id: string; what: string }[] {
  const strategy = asRecord(root.strategy)
  const found = STRATEGY_STEPS.flatMap((key) =>
    asNames(strategy[key]).map((id, index) => ({
      path: (Array.isArray(strategy[key]) ? ['strategy', key, index] : ['strategy', key]) as Path,
      id: id as string | undefined,
      what: `strategy.${key}`,
    })),
  )
  for (const [index, trigger] of asList(root.triggers).entries()) {
    const arm = asRecord(asRecord(trigger).arm)
    for (const key of ['from', 'until'])
      found.push({ path: ['triggers', index, 'arm', key], id: asText(arm[key]), what: `arm.${key}` })
  }
  for (const [step, attributes] of Object.entries(asRecord(root.steps)))
    found.push({ path: ['steps', step, 'undo'], id: asText(asRecord(attributes).undo), what: 'undo' })
  return found.flatMap(({ path, id, what }) => (id === undefined ? [] : [{ path, id, what }]))
}

/** References from release.yaml into the runbook, as written or as its strategy expands it. */
export function checkReleaseLinks({ yaml, root }: ParsedRelease, ...runbooks: Runbook[]): Finding[] {
  const ids = new Set<string>(runbooks.flatMap(allSteps).map((step) => step.id))
  const references = stepReferences(root).flatMap(({ path, id, what }) =>
    unknownStep(yaml.valueAt(path), id, ids, what),
  )
  const overrides = Object.keys(asRecord(root.steps)).flatMap((id) =>
    unknownStep(yaml.keyAt(['steps', id]), id, ids, 'steps:'),
  )
  return [...references, ...overrides]
}

/** Links between steps of the runbook. */
export function checkStepLinks(runbook: Runbook): Finding[] {
  const steps = allSteps(runbook)
  const ids = new Set<string>(steps.map((step) => step.id))
  return steps.flatMap((step) => {
    const { undo, reversible } = step.attributes
    const until = reversible?.startsWith('until:') ? reversible.slice('until:'.length) : undefined
    const self =
      undo === step.id
        ? [finding('error', 'undo-itself', step.position, `The step "${step.id}" cannot undo itself.`)]
        : []
    return [
      ...(undo === undefined ? [] : unknownStep(step.position, undo, ids, 'undo')),
      ...(until === undefined ? [] : unknownStep(step.position, until, ids, 'reversible')),
      ...self,
    ]
  })
}

const unknownName = (step: Step, name: string, known: string[], code: string, noun: string): Finding[] => {
  if (known.includes(name)) return []
  const message = `The step names the ${noun} "${name}", which release.yaml does not define.${suggestion(name, known, 'It has')}`
  return [finding(code === 'unknown-role' ? 'warning' : 'error', code, step.position, message)]
}

/** References from the runbook into release.yaml. Roles are only checked once a team is named. */
export function checkRunbookLinks(runbook: Runbook, root: Record<string, unknown>): Finding[] {
  const services = Object.keys(asRecord(root.services))
  const metrics = Object.keys(asRecord(root.metrics))
  const roles = Object.keys(asRecord(root.team))
  return allSteps(runbook).flatMap((step) => {
    const { service, gate, approve, owner } = step.attributes
    const named = asNames([...new Set([...(approve ?? []), ...(owner ? [owner] : [])])])
    return [
      ...(service === undefined ? [] : unknownName(step, service, services, 'unknown-service', 'service')),
      ...(gate?.metrics ?? []).flatMap((name) => unknownName(step, name, metrics, 'undefined-metric', 'metric')),
      ...(roles.length === 0 ? [] : named.flatMap((name) => unknownName(step, name, roles, 'unknown-role', 'role'))),
    ]
  })
}

/** Names in a step's `notify` that are neither a channel nor a role: nobody would be told. */
export function checkNotify(runbook: Runbook, root: Record<string, unknown>): Finding[] {
  const known = [
    ...Object.keys(asRecord(asRecord(root.communication).channels)),
    ...Object.keys(asRecord(root.team)),
    EVERYBODY,
  ]
  return allSteps(runbook).flatMap(({ id, position, attributes }) =>
    asNames(attributes.notify).flatMap((name) =>
      known.includes(name)
        ? []
        : [
            finding(
              'warning',
              'unknown-channel',
              position,
              `notify of ${id} names "${name}", which is neither a channel nor a role: nobody is told.${suggestion(name, known, 'There are')}`,
            ),
          ],
    ),
  )
}
