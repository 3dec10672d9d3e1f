/**
 * The definition a rehearsal goes by, made from the release's own: its steps are steps like any other, so that the runner, the record and the deck need
 * no second way of doing things. Nothing of it observes, measures, approves or undoes.
 */
import { formatRole } from '../../documents/words.ts'
import type { StepId } from '../../ids.ts'
import type { Environment, ReleaseDefinition, Step, StepAttributes } from '../../runbook/model.ts'
import { plannedMsOf } from '../steps.ts'
import { atSpeed, type RehearsalSpeed } from './rehearsal-state.ts'
import { stubScript } from './stub-script.ts'

export type RehearsalTerms = {
  environment: string
  speed: RehearsalSpeed
  real: readonly StepId[]
  /** Nobody confirms: what people do only takes its time. */
  confirmAll: boolean
  inputs: Record<string, string>
}

/** What says who, what and when; not how it is executed. */
const KEPT = ['name', 'owner', 'service', 'phase', 'parallel', 'confirm', 'when', 'notify', 'rehearse'] as const

const keptOf = (attributes: StepAttributes): StepAttributes =>
  Object.fromEntries(KEPT.flatMap((key) => (attributes[key] === undefined ? [] : [[key, attributes[key]]])))

type Scene = RehearsalTerms & { place: Environment | undefined }

const timed = (step: Step, { speed }: Scene): StepAttributes => {
  const plannedMs = plannedMsOf(step)
  return {
    ...keptOf(step.attributes),
    ...(plannedMs === undefined ? {} : { expectMs: atSpeed(plannedMs, speed) }),
  }
}

function stubbed(step: Step, scene: Scene): Step {
  const { http: _, expectedOutput: __, ...rest } = step
  const attributes = timed(step, scene)
  const stub = { environment: scene.place, inputs: Object.keys(scene.inputs), takesMs: attributes.expectMs ?? 0 }
  return { ...rest, kind: 'command', language: 'sh', inputs: [], attributes, text: stubScript(step, stub) }
}

const waiting = (step: Step, scene: Scene, prose = step.prose): Step => {
  const { confirm: _, expectMs = 0, ...attributes } = timed(step, scene)
  return { ...step, kind: 'wait', attributes: { ...attributes, waitMs: expectMs }, prose, inputs: [] }
}

const toldBy = (step: Step, words: string): string => [words, step.prose].filter(Boolean).join('\n\n')

const byPerson = (step: Step, scene: Scene): Step =>
  scene.confirmAll ? waiting(step, scene) : { ...step, inputs: [], attributes: timed(step, scene) }

/** Nobody's word about a rehearsal may ever be read as one about the release: none is given. */
const unapproved = (step: Step, scene: Scene): Step => {
  const roles = (step.attributes.approve ?? []).map(formatRole).join(', ')
  const words = `REHEARSAL: ${roles || 'a role'} would say GO here. Nobody's approval is asked for or recorded: confirm to go on.`
  return byPerson({ ...step, kind: 'manual', prose: toldBy(step, words) }, scene)
}

const real = (step: Step): Step => {
  const { approve: _, undo: __, ...attributes } = step.attributes
  return { ...step, attributes }
}

function rehearsed(step: Step, scene: Scene): Step {
  if (scene.real.includes(step.id)) return real(step)
  switch (step.kind) {
    case 'command':
    case 'http':
      return stubbed(step, scene)
    case 'wait':
      return waiting(step, scene)
    case 'gate':
    case 'judge':
      return waiting(
        step,
        scene,
        toldBy(step, 'REHEARSAL: nothing is measured or judged here; it only takes its time.'),
      )
    case 'approval':
      return unapproved(step, scene)
    default:
      return byPerson(step, scene)
  }
}

/** Secrets are read only when a command runs for real. */
const withoutSecrets = (environment: Environment): Environment => ({ ...environment, secrets: {} })

export function rehearsedDefinition(definition: ReleaseDefinition, terms: RehearsalTerms): ReleaseDefinition {
  const place = definition.environments.find((each) => each.name === terms.environment)
  const scene = { ...terms, place }
  const { runbook, environments } = definition
  return {
    ...definition,
    services: [],
    metrics: [],
    triggers: [],
    environments: terms.real.length > 0 ? environments : environments.map(withoutSecrets),
    runbook: {
      ...runbook,
      stages: runbook.stages.map((stage) => ({ ...stage, steps: stage.steps.map((step) => rehearsed(step, scene)) })),
    },
  }
}
