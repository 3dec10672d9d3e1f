/**
 * A canary's set-weight step stands in the runbook once. Where it stands the definition gets one command step for each weight, with WEIGHT in its
 * environment, and behind it the hold: a wait, or a step that judges. From there on they are steps as any other.
 */
import { stepId } from '../../ids.ts'
import { formatDuration } from '../duration.ts'
import type { ReleaseDefinition, Runbook, Step, StepAttributes, Strategy, Trigger } from '../model.ts'
import type { CanarySettings } from '../release/schema-strategy.ts'

type Rung = CanarySettings['steps'][number] & { from: number; number: number; count: number }
type Overrides = Record<string, StepAttributes>

/** Undefined for every other strategy, and for a canary that is only named. */
export const canaryOf = ({ kind, settings }: Strategy): CanarySettings | undefined =>
  kind === 'canary' && settings['set-weight'] !== undefined ? (settings as CanarySettings) : undefined

const rungsOf = ({ steps }: CanarySettings): Rung[] =>
  steps.map((each, index) => ({
    ...each,
    from: steps[index - 1]?.weight ?? 0,
    number: index + 1,
    count: steps.length,
  }))

export const shiftId = (template: string, weight: number): Step['id'] => stepId(`${template}-${weight}`)
export const holdId = (template: string, weight: number): Step['id'] => stepId(`${template}-${weight}/hold`)

const REFERENCE = /"?\$(?:\{WEIGHT\}|WEIGHT\b)"?/g

/** `Set the weight: 5 %`; in the text of a command the number stands in place of `$WEIGHT`. */
const titleAt = (title: string, weight: number): string =>
  title.search(REFERENCE) >= 0 ? title.replace(REFERENCE, String(weight)) : `${title}: ${weight} %`

function shift(template: Step, { weight, from, approve, number, count }: Rung, overrides: Overrides): Step {
  const id = shiftId(template.id, weight)
  const { name: _, ...written } = template.attributes
  const over = overrides[id] ?? {}
  const env = { ...written.env, ...over.env, WEIGHT: String(weight), WEIGHT_PREVIOUS: String(from) }
  const attributes = { ...written, ...(approve ? { approve } : {}), ...over, env, weight: { to: weight, from } }
  return {
    ...template,
    id,
    title: titleAt(template.title, weight),
    prose: number === 1 ? template.prose : '',
    part: { of: template.id, number, count },
    attributes,
  }
}

/** Once the old version gets no traffic there is nothing to compare with at the same time. */
function judgedAt({ judge, countdown }: CanarySettings, { weight, hold }: Rung): StepAttributes['judge'] {
  if (!judge || hold === undefined) return undefined
  const metrics = Object.entries(judge.metrics).filter(([, each]) => weight < 100 || each.baseline === undefined)
  if (metrics.length === 0) return undefined
  return {
    forMs: hold,
    config: { ...judge, metrics: Object.fromEntries(metrics) },
    ...(countdown === undefined ? {} : { countdownMs: countdown }),
  }
}

function hold(template: Step, rung: Rung, settings: CanarySettings, overrides: Overrides): Step[] {
  const { weight, from, hold: waitMs } = rung
  if (waitMs === undefined) return []
  const judge = judgedAt(settings, rung)
  const { service, owner, when } = template.attributes
  const { id: _, stage, headingPath, position } = template
  const id = holdId(template.id, weight)
  const names = judge ? ` ${Object.keys(judge.config.metrics).join(', ')}` : ''
  const title = `${judge ? 'Judge' : 'Hold'} at ${weight} %:${names}${judge ? ' for' : ''} ${formatDuration(waitMs)}`
  const own = { ...(service ? { service } : {}), ...(owner ? { owner } : {}), ...(when ? { when } : {}) }
  const attributes = { ...own, ...overrides[id], ...(judge ? { judge } : { waitMs }), weight: { to: weight, from } }
  const kind = judge ? ('judge' as const) : ('wait' as const)
  return [{ id, stage, kind, title, text: '', prose: '', inputs: [], headingPath, position, attributes }]
}

const templatesOf = (settings: CanarySettings): readonly string[] => settings['set-weight']

type Ends = ReadonlyMap<string, { first: Step['id']; last: Step['id'] }>

/** Which step a reference to the one in the runbook means: from its first weight, until its last. */
function endsOf(settings: CanarySettings): Ends {
  const [first, last] = [settings.steps[0]!.weight, settings.steps.at(-1)!.weight]
  return new Map(templatesOf(settings).map((id) => [id, { first: shiftId(id, first), last: shiftId(id, last) }]))
}

const UNTIL = 'until:'

function reversibleUntilLast(step: Step, ends: Ends): Step {
  const { reversible } = step.attributes
  const last = reversible?.startsWith(UNTIL) ? ends.get(reversible.slice(UNTIL.length))?.last : undefined
  return last ? { ...step, attributes: { ...step.attributes, reversible: `${UNTIL}${last}` } } : step
}

/** `overrides` are the attributes release.yaml gives to single weights, by step id. */
export function expandCanary(runbook: Runbook, strategy: Strategy, overrides: Overrides = {}): Runbook {
  const settings = canaryOf(strategy)
  if (!settings) return runbook
  const ends = endsOf(settings)
  const expand = (step: Step): Step[] =>
    ends.has(step.id) && step.kind === 'command'
      ? rungsOf(settings).flatMap((rung) => [shift(step, rung, overrides), ...hold(step, rung, settings, overrides)])
      : [reversibleUntilLast(step, ends)]
  const stages = runbook.stages.map((stage) => ({ ...stage, steps: stage.steps.flatMap(expand) }))
  return { ...runbook, stages }
}

/** What is armed from or until the set-weight step is armed from its first and until its last weight. */
export function armOnWeights(triggers: Trigger[], strategy: Strategy): Trigger[] {
  const settings = canaryOf(strategy)
  if (!settings) return triggers
  const ends = endsOf(settings)
  return triggers.map((trigger) => {
    const { from, until } = trigger.arm ?? {}
    const [first, last] = [ends.get(from ?? '')?.first, ends.get(until ?? '')?.last]
    return first || last
      ? { ...trigger, arm: { ...trigger.arm, ...(first ? { from: first } : {}), ...(last ? { until: last } : {}) } }
      : trigger
  })
}

/** The same with one weight only: what is to say about the step in the runbook is said once. */
export const withOneWeight = (strategy: ReleaseDefinition['strategy']): Strategy => {
  const settings = canaryOf(strategy)
  return settings ? { ...strategy, settings: { ...settings, steps: settings.steps.slice(0, 1) } } : strategy
}
