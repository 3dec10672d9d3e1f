/** From `{…}` in the source to the attributes of a step, with a finding for what cannot be meant. */
import { finding, type Place } from '../findings.ts'
import { type Issue, requirementOf, shownValue } from '../issue-sentences.ts'
import type { Finding, StepAttributes } from '../model.ts'
import { ATTRIBUTE_KEYS, type AttributeKey, attributeShape, propertyOf } from '../step-attributes.ts'
import { suggest } from '../suggest.ts'
import { NO_ATTRIBUTES, type RawAttribute, type ReadAttributes, readAttributes } from './attribute-syntax.ts'

/** Keys of Runme with no meaning here (https://docs.runme.dev/configuration/cell-level): let pass in silence. */
const RUNME_ONLY = [
  'background',
  'category',
  'closeTerminalOnSuccess',
  'id',
  'mimeType',
  'openTerminalOnError',
  'promptEnv',
  'skipPrompts',
  'tag',
  'terminalRows',
  'transform',
]

export type Annotations = {
  attributes: StepAttributes
  /** Why the block is marked as not to be run. */
  excluded?: string
  interpreter?: string
  stage?: { value: string; place: Place }
  pace?: { value: unknown; place: Place }
  isEmpty: boolean
}

type Target = { annotations: Annotations; findings: Finding[] }

function takeKnown(key: AttributeKey, { value }: RawAttribute, place: Place, { annotations, findings }: Target): void {
  const result = attributeShape[key].safeParse(typeof value === 'number' ? String(value) : value)
  if (result.success) {
    Object.assign(annotations.attributes, { [propertyOf(key)]: result.data })
    return
  }
  const { code, words } = requirementOf(result.error.issues[0] as Issue)
  const shown = value === true ? 'without a value' : shownValue(value)
  findings.push(finding('error', code, place, `${key} is ${shown}, but must be ${words}.`))
}

function takeUnknown(key: string, place: Place, { findings }: Target): void {
  const near = suggest(key, [...ATTRIBUTE_KEYS, 'name', 'stage', 'pace'])
  const message =
    near === undefined
      ? `"${key}" is not an attribute of the cockpit: it is ignored.`
      : `"${key}" is not an attribute. Did you mean "${near}"?`
  findings.push(finding(near === undefined ? 'warning' : 'error', 'unknown-attribute', place, message))
}

const isTrue = (value: unknown) => value === true || value === 'true'

function take(key: string, raw: RawAttribute, place: Place, target: Target): void {
  const { annotations, findings } = target
  if (key === 'name') {
    if (typeof raw.value === 'string' && raw.value.trim() !== '') annotations.attributes.name = raw.value.trim()
    else
      findings.push(finding('error', 'bad-value', place, 'name is empty: give the step a name, such as deploy-green.'))
  } else if (key === 'stage') annotations.stage = { value: String(raw.value), place }
  else if (key === 'pace') annotations.pace = { value: raw.value, place }
  else if (key === 'interpreter') annotations.interpreter = String(raw.value)
  else if (key === 'excludeFromRunAll' || key === 'ignore') {
    if (isTrue(raw.value)) annotations.excluded = `It is marked ${key}.`
  } else if (Object.hasOwn(attributeShape, key)) takeKnown(key as AttributeKey, raw, place, target)
  else if (!RUNME_ONLY.includes(key)) takeUnknown(key, place, target)
}

/** Reads `{…}`; `place` is that of its opening brace. */
export function readAnnotations(braced: string | undefined, place: Place): Target {
  const read: ReadAttributes = braced === undefined ? NO_ATTRIBUTES : readAttributes(braced, place.column)
  const findings = read.problems.map(({ column, message }) =>
    finding('error', 'bad-attributes', { ...place, column }, message),
  )
  const target: Target = { annotations: { attributes: {}, isEmpty: read.attributes.size === 0 }, findings }
  for (const [key, raw] of read.attributes) take(key, raw, { ...place, column: raw.column }, target)
  return target
}
