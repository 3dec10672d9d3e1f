/** What a canary strategy says against itself, its metrics and the runbook. Works on unvalidated data, so that all mistakes come at once. */
import { parseDuration } from '../duration.ts'
import { finding, type Place } from '../findings.ts'
import type { Finding, Runbook, Stage, Step } from '../model.ts'
import { asList, asNames, asRecord, asText, type Raw } from '../release/raw.ts'
import type { Path, YamlFile } from '../release/read-yaml.ts'
import { suggestion } from '../suggest.ts'
import { checkJudge } from './check-judge.ts'
import { shiftId } from './expand-canary.ts'

const AT: Path = ['strategy', 'steps']

function checkWeights(yaml: YamlFile, steps: Raw[]): Finding[] {
  const weights = steps.map((each) => each.weight)
  const found = weights.flatMap((weight, index) => {
    const before = weights[index - 1]
    if (typeof weight !== 'number' || typeof before !== 'number' || weight > before) return []
    const text = `The weight ${weight} does not rise above the ${before} before it: write the weights in rising order.`
    return [finding('error', 'weight-order', yaml.valueAt([...AT, index, 'weight']), text)]
  })
  const last = weights.at(-1)
  if (typeof last !== 'number' || last >= 100) return found
  const text = `The last weight is ${last}, so the old version would keep traffic for ever: add { weight: 100 }.`
  return [...found, finding('error', 'weight-order', yaml.valueAt([...AT, weights.length - 1, 'weight']), text)]
}

function checkApprovers(yaml: YamlFile, steps: Raw[], root: Raw): Finding[] {
  const roles = Object.keys(asRecord(root.team))
  if (roles.length === 0) return []
  return steps.flatMap((each, index) =>
    asNames(each.approve)
      .filter((role) => !roles.includes(role))
      .map((role) => {
        const text = `The weight names the role "${role}", which release.yaml does not define.${suggestion(role, roles)}`
        return finding('warning', 'unknown-role', yaml.valueAt([...AT, index, 'approve']), text)
      }),
  )
}

/** Without a hold nothing is seen of a weight before the next one is set. */
function checkHolds(yaml: YamlFile, steps: Raw[]): Finding[] {
  return steps.flatMap(({ weight, hold }, index) => {
    if (hold !== undefined || typeof weight !== 'number' || weight >= 100) return []
    const text = `The weight ${weight} is not held, so nothing is judged there: give it hold: 15m, say.`
    return [finding('warning', 'weight-without-hold', yaml.valueAt([...AT, index]), text)]
  })
}

function checkStep(place: Place, stage: Stage, step: Step, overrides: Raw): Finding[] {
  const say = (code: string, at: Place, text: string) => [finding('error', code, at, text)]
  const undo = overrides.undo ?? step.attributes.undo
  if (stage.kind !== 'forward')
    return say(
      'bad-set-weight',
      place,
      `set-weight names "${step.id}", which is part of the way back: name a step that deploys.`,
    )
  if (step.kind !== 'command')
    return say(
      'bad-set-weight',
      place,
      `set-weight names "${step.id}", which is no command: name the one that sets a weight.`,
    )
  if ((overrides.parallel ?? step.attributes.parallel) !== undefined)
    return say(
      'bad-set-weight',
      step.position,
      `"${step.id}" sets weights one after the other: take it out of its parallel group.`,
    )
  if (undo !== undefined) return []
  return say(
    'weight-without-undo',
    step.position,
    `Nothing takes the weight back: give "${step.id}" an undo=STEP that sets weight 0.`,
  )
}

function checkSetWeight(yaml: YamlFile, root: Raw, runbook: Runbook): Finding[] {
  const written = asRecord(root.strategy)['set-weight']
  const stages = runbook.stages.flatMap((stage) => stage.steps.map((step) => ({ stage, step })))
  const seen = new Map<Stage, string>()
  return asNames(written).flatMap((name, index) => {
    const place = yaml.valueAt(['strategy', 'set-weight', ...(Array.isArray(written) ? [index] : [])])
    const found = stages.find(({ step }) => step.id === name)
    if (!found) return []
    const other = seen.get(found.stage)
    seen.set(found.stage, name)
    const twice = other
      ? [
          finding(
            'error',
            'bad-set-weight',
            place,
            `"${other}" sets the weights of ${found.stage.title} already: one step in each stage.`,
          ),
        ]
      : []
    return [...twice, ...checkStep(place, found.stage, found.step, asRecord(asRecord(root.steps)[name]))]
  })
}

/** Each weight becomes a step of its own, whose id nobody else may have. */
function checkIds(yaml: YamlFile, steps: Raw[], root: Raw, runbook: Runbook): Finding[] {
  const taken = runbook.stages.flatMap((stage) => stage.steps)
  const names = asNames(asRecord(root.strategy)['set-weight'])
  return steps.flatMap(({ weight }, index) =>
    names.flatMap((name) => {
      const other = typeof weight === 'number' ? taken.find(({ id }) => id === shiftId(name, weight)) : undefined
      if (!other) return []
      const text = `This weight becomes the step "${other.id}", and the runbook has one on line ${other.position.line}: rename that.`
      return [finding('error', 'duplicate-step', yaml.valueAt([...AT, index, 'weight']), text)]
    }),
  )
}

/** The longest time at one weight, in ms; undefined when nothing is held. */
const longestHoldMs = (steps: Raw[]): number | undefined => {
  const held = steps
    .filter(({ weight }) => weight !== 100)
    .flatMap(({ hold }) => parseDuration(asText(hold) ?? '') ?? [])
  return held.length > 0 ? Math.max(...held) : undefined
}

export function checkCanary(yaml: YamlFile, root: Raw, runbook: Runbook): Finding[] {
  const strategy = asRecord(root.strategy)
  if (strategy.kind !== 'canary') return []
  const steps = asList(strategy.steps).map(asRecord)
  const isJudged = strategy.judge !== undefined
  return [
    ...checkWeights(yaml, steps),
    ...checkApprovers(yaml, steps, root),
    ...checkSetWeight(yaml, root, runbook),
    ...checkIds(yaml, steps, root, runbook),
    ...(isJudged ? [...checkHolds(yaml, steps), ...checkJudge(yaml, root, longestHoldMs(steps))] : []),
  ]
}
