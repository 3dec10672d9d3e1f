/** What a rolling strategy says against itself and the runbook. Works on unvalidated data, so that all mistakes come at once. */
import { parseDuration } from '../duration.ts'
import { finding, type Place } from '../findings.ts'
import type { Finding, Runbook, Stage, Step } from '../model.ts'
import { asNames, asRecord, asText, type Raw } from '../release/raw.ts'
import type { YamlFile } from '../release/read-yaml.ts'
import { countBatches, MAX_BATCHES, shareOf } from './batches.ts'
import { checkJudge } from './check-judge.ts'

type Batch = number | string

const isBatch = (value: unknown): value is Batch =>
  (typeof value === 'number' && Number.isInteger(value) && value > 0) ||
  (typeof value === 'string' && /^\d{1,3}%$/.test(value))

function checkSize(yaml: YamlFile, { batch, instances }: Raw): Finding[] {
  if (!isBatch(batch)) return []
  const place = yaml.valueAt(['strategy', 'batch'])
  const say = (severity: 'error' | 'warning', text: string) => [finding(severity, 'bad-batch', place, text)]
  const percent = typeof batch === 'string' ? Number.parseInt(batch, 10) : undefined
  if (percent !== undefined && (percent < 1 || percent > 100))
    return say('error', `A batch of ${batch} cannot be rolled: write a share from 1% to 100%.`)
  const count = typeof instances === 'number' && instances > 0 ? instances : undefined
  if (typeof batch === 'number' && count === undefined)
    return say(
      'error',
      `A batch of ${batch} instances says not how many batches there are: add instances: and their number, or write a share.`,
    )
  if (typeof batch === 'number' && count !== undefined && batch > count)
    return say(
      'warning',
      `A batch of ${batch} is more than the ${count} instances there are: everything is rolled at once.`,
    )
  const batches = countBatches(batch, count)
  return batches > MAX_BATCHES
    ? say('error', `This makes ${batches} batches; at most ${MAX_BATCHES} can be followed: write a larger batch.`)
    : []
}

function checkKeys(yaml: YamlFile, strategy: Raw): Finding[] {
  const place = (key: string) => yaml.keyAt(['strategy', key])
  if (strategy['set-batch'] !== undefined && strategy.batch === undefined)
    return [
      finding(
        'error',
        'bad-batch',
        place('set-batch'),
        'How large is a batch? Add batch: 25%, or a number with instances:.',
      ),
    ]
  if (strategy['set-batch'] !== undefined) return []
  return ['batch', 'hold', 'judge']
    .filter((key) => strategy[key] !== undefined)
    .map((key) =>
      finding(
        'warning',
        'bad-batch',
        place(key),
        `"${key}" rolls nothing without set-batch: name the step that rolls a batch.`,
      ),
    )
}

function checkStep(place: Place, stage: Stage, step: Step, overrides: Raw): Finding[] {
  const bad = (text: string) => [finding('error', 'bad-set-batch', place, text)]
  if (stage.kind !== 'forward')
    return bad(`set-batch names "${step.id}", which is part of the way back: name a step that deploys.`)
  if (step.kind !== 'command')
    return bad(`set-batch names "${step.id}", which is no command: name the one that rolls a batch.`)
  if ((overrides.parallel ?? step.attributes.parallel) !== undefined)
    return bad(`"${step.id}" rolls batches one after the other: take it out of its parallel group.`)
  if ((overrides.undo ?? step.attributes.undo) !== undefined) return []
  const text = `Nothing takes a batch back: give "${step.id}" an undo=STEP that rolls back what was touched.`
  return [finding('warning', 'batch-without-undo', step.position, text)]
}

/** A batch is gone while it is rolled: it must not be more than may be gone. */
function checkUnavailable(yaml: YamlFile, root: Raw, { batch, instances, 'max-unavailable': most }: Raw): Finding[] {
  if (!isBatch(most)) return []
  const place = yaml.valueAt(['strategy', 'max-unavailable'])
  const bad = (text: string) => [finding('error', 'bad-max-unavailable', place, text)]
  if (typeof most === 'string' && Number.parseInt(most, 10) > 100)
    return bad(`${most} of the instances cannot fail: write a share from 0% to 100%.`)
  const services = Object.values(asRecord(root.services)).map(asRecord)
  const text =
    'No service says instances:, so nobody sees how many fail and max-unavailable cannot be watched: add instances: to the service that is rolled.'
  const unwatched = services.some((each) => each.instances !== undefined)
    ? []
    : [finding('warning', 'unwatched-max-unavailable', place, text)]
  const count = typeof instances === 'number' && instances > 0 ? instances : undefined
  const sizes = isBatch(batch) ? [shareOf(batch, count), shareOf(most, count)] : []
  const comparable = sizes.length === 2 && (typeof batch === typeof most || count !== undefined)
  if (!comparable || sizes[0]! <= sizes[1]!) return unwatched
  const of = count === undefined ? `${batch}` : `${sizes[0]} of ${count} instances`
  const may = count === undefined ? `${most}` : `${sizes[1]}`
  return [
    ...unwatched,
    ...bad(`A batch is ${of}, but at most ${may} may be unavailable: write a smaller batch, or allow more.`),
  ]
}

/** Judged is at the end of a hold, and there is one between two batches only. */
function checkJudging(yaml: YamlFile, root: Raw, { judge, hold, batch, instances }: Raw): Finding[] {
  if (judge === undefined) return []
  const holdMs = parseDuration(asText(hold) ?? '')
  const text = 'It is judged at the end of each hold, and there is none: add hold: 5m, say.'
  const unheld = holdMs ? [] : [finding('error', 'bad-judge', yaml.keyAt(['strategy', 'judge']), text)]
  const count = typeof instances === 'number' && instances > 0 ? instances : undefined
  const isOne = isBatch(batch) && (typeof batch === 'string' || count !== undefined) && countBatches(batch, count) === 1
  const alone = 'There is one batch, and nothing is held or judged behind the last: write a smaller batch.'
  const single = isOne ? [finding('warning', 'bad-judge', yaml.keyAt(['strategy', 'judge']), alone)] : []
  return [...unheld, ...single, ...checkJudge(yaml, root, holdMs)]
}

/** The ids that are made must be free, and each stage rolls once. */
function checkNames(place: Place, stage: Stage, step: Step, ids: ReadonlySet<string>): Finding[] {
  const taken = [...ids].find((id) => id.startsWith(`${step.id}-`) && /^\d+$/.test(id.slice(step.id.length + 1)))
  if (taken === undefined) return []
  const text = `The batches of "${step.id}" in ${stage.title} are called ${step.id}-1, ${step.id}-2…, but the runbook has a step "${taken}" already: rename it.`
  return [finding('error', 'bad-set-batch', place, text)]
}

export function checkRolling(yaml: YamlFile, root: Raw, runbook: Runbook): Finding[] {
  const strategy = asRecord(root.strategy)
  if (strategy.kind !== 'rolling') return []
  const written = strategy['set-batch']
  const stages = runbook.stages.flatMap((stage) => stage.steps.map((step) => ({ stage, step })))
  const ids = new Set<string>(stages.map(({ step }) => step.id))
  const seen = new Map<Stage, string>()
  const steps = asNames(written).flatMap((name, index) => {
    const place = yaml.valueAt(['strategy', 'set-batch', ...(Array.isArray(written) ? [index] : [])])
    const found = stages.find(({ step }) => step.id === name)
    if (!found) return []
    const { stage, step } = found
    const other = seen.get(stage)
    seen.set(stage, name)
    const text = `"${other}" rolls the batches of ${stage.title} already: one step in each stage.`
    return [
      ...(other === undefined ? [] : [finding('error', 'bad-set-batch', place, text)]),
      ...checkStep(place, stage, step, asRecord(asRecord(root.steps)[name])),
      ...checkNames(place, stage, step, ids),
    ]
  })
  return [
    ...checkKeys(yaml, strategy),
    ...checkSize(yaml, strategy),
    ...checkUnavailable(yaml, root, strategy),
    ...checkJudging(yaml, root, strategy),
    ...steps,
  ]
}
