/**
 * `strategy: { kind: blue-green, soak, keep-old }`: behind the last switch of each forward stage stands the soak, before its first `retire` the wait that
 * keeps the old side. From there on they are steps as any other.
 */
import { selectLandmark } from '../../domain/strategies/landmarks.ts'
import { stepId } from '../../ids.ts'
import { formatDuration } from '../duration.ts'
import type { Metric, Runbook, Stage, Step, StepAttributes, Strategy } from '../model.ts'

type BlueGreenSettings = { soak?: number; 'keep-old'?: number }
type Overrides = Record<string, StepAttributes>

/** What the strategy goes by in one stage: `soakAt` is -1 where nothing switches; before each of `retireAt` something of the old side goes. */
type Marks = { switched: Step | undefined; soakAt: number; retireAt: number[]; ownSoak: Step[] }

const sameGroup = (a: Step | undefined, b: Step | undefined) =>
  a?.attributes.parallel !== undefined && a.attributes.parallel === b?.attributes.parallel

/** Behind its gate and behind the group it is a branch of: nothing stands between those. */
function behind(steps: readonly Step[], index: number): number {
  let at = index + 1
  while (sameGroup(steps[at - 1], steps[at]) || steps[at]?.id === `${steps[at - 1]!.id}/gate`) at++
  return at
}

function before(steps: readonly Step[], index: number): number {
  let at = index
  while (at > 0 && sameGroup(steps[at - 1], steps[at])) at--
  return at
}

/** The first step that retires, and the first after each further switch: once waited, the old side may go. */
function firstRetiring(steps: readonly Step[], switches: ReadonlySet<string>, retires: ReadonlySet<string>): number[] {
  let isWaited = false
  return steps.flatMap(({ id }, index) => {
    if (switches.has(id)) isWaited = false
    if (!retires.has(id) || isWaited) return []
    isWaited = true
    return [before(steps, index)]
  })
}

export function marksOf(runbook: Runbook, strategy: Strategy, { kind, steps }: Stage): Marks {
  const none = { switched: undefined, soakAt: -1, retireAt: [], ownSoak: [] }
  if (kind !== 'forward') return none
  const find = (landmark: 'switch' | 'retire') =>
    new Set(selectLandmark({ runbook, strategy }, landmark).map(({ id }) => id))
  const [switches, retires] = [find('switch'), find('retire')]
  const last = steps.findLastIndex(({ id }) => switches.has(id))
  const first = steps.findIndex(({ id }, index) => index > last && retires.has(id))
  const between = last < 0 ? [] : steps.slice(last + 1, first < 0 ? undefined : first)
  return {
    switched: steps[last],
    soakAt: last < 0 ? -1 : behind(steps, last),
    retireAt: firstRetiring(steps, switches, retires),
    // What soaks by the runbook's own word: after the switch and before the old side goes.
    ownSoak: between.filter(({ attributes }) => attributes.phase === 'soak'),
  }
}

/** Metrics a gate can wait for: asked again and again, held against a target, and counting. */
export const soakedMetrics = (metrics: readonly Metric[]): string[] =>
  metrics
    .filter(({ dryRun, target, source }) => {
      const isMeasured = source.kind !== 'ledger' && source.kind !== 'not-yet'
      return isMeasured && !dryRun && (target.below !== undefined || target.above !== undefined)
    })
    .map(({ name }) => name)

const made = (of: Step, kind: Step['kind'], id: string, title: string, attributes: StepAttributes): Step => {
  const { stage, headingPath, position } = of
  const { owner, service } = of.attributes
  const own = { ...(owner ? { owner } : {}), ...(service ? { service } : {}) }
  const step = { id: stepId(id), stage, kind, title, text: '', prose: '', inputs: [], headingPath, position }
  return { ...step, attributes: { ...own, ...attributes } }
}

export const soakId = (switched: Step): string => `${switched.id}/soak`
export const keepOldId = (retire: Step): string => `${retire.id}/keep-old`

function soakStep(of: Step, forMs: number, metrics: string[], overrides: Overrides): Step {
  const id = soakId(of)
  const { owner, service, when } = of.attributes
  const own = { ...(when ? { when } : {}), ...overrides[id], phase: 'soak' as const }
  // The soak is of everything that is measured: only the step itself belongs to somebody.
  const by = { ...of, attributes: { ...(owner ? { owner } : {}), ...(service ? { service } : {}) } }
  const time = formatDuration(forMs)
  return metrics.length === 0
    ? made(by, 'wait', id, `Soak for ${time}`, { ...own, waitMs: forMs })
    : made(by, 'gate', id, `Soak: ${metrics.join(', ')} for ${time}`, { ...own, gate: { metrics, forMs } })
}

function keepOldStep(retire: Step, waitMs: number, overrides: Overrides): Step {
  const id = keepOldId(retire)
  const title = `Keep the old side until ${formatDuration(waitMs)} after the switch`
  return made(retire, 'wait', id, title, { ...overrides[id], waitMs, sinceSwitch: true })
}

/** `overrides` are the attributes release.yaml gives to the steps that are made, by step id. */
export function expandBlueGreen(
  runbook: Runbook,
  strategy: Strategy,
  metrics: readonly Metric[],
  overrides: Overrides = {},
): Runbook {
  const { soak = 0, 'keep-old': keepOld = 0 } = strategy.settings as BlueGreenSettings
  if (strategy.kind !== 'blue-green' || (soak === 0 && keepOld === 0)) return runbook
  const named = soakedMetrics(metrics)
  const expand = (stage: Stage): Stage => {
    const { switched, soakAt, retireAt, ownSoak } = marksOf(runbook, strategy, stage)
    const soaks = soak > 0 && switched && ownSoak.length === 0 ? [soakStep(switched, soak, named, overrides)] : []
    const steps = stage.steps.flatMap((step, index) => [
      ...(index === soakAt ? soaks : []),
      ...(keepOld > 0 && retireAt.includes(index) ? [keepOldStep(step, keepOld, overrides)] : []),
      step,
    ])
    return { ...stage, steps: soakAt === stage.steps.length ? [...steps, ...soaks] : steps }
  }
  return { ...runbook, stages: runbook.stages.map(expand) }
}
