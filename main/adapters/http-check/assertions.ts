/** Assertions in the notation of Hurl (https://hurl.dev/docs/asserting-response.html), the part of it that needs no templates. */
import { readJsonPath } from '../../../shared/analysis/json-path.ts'
import type { HttpAssertion } from '../../../shared/runbook/model.ts'
import type { HttpAnswer } from './send-request.ts'

export type AssertionResult = { text: string; passed: boolean; actual: string }

type Subject = { found: true; value: unknown } | { found: false; reason: string }

const unquoted = (text: string): string => {
  const trimmed = text.trim()
  if (!/^".*"$/s.test(trimmed)) return trimmed
  try {
    return String(JSON.parse(trimmed))
  } catch {
    return trimmed.slice(1, -1)
  }
}

const headerOf = (answer: HttpAnswer, name: string): Subject => {
  const values = answer.headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value)
  if (values.length === 0) return { found: false, reason: `there is no header ${name}` }
  return { found: true, value: values.length === 1 ? values[0] : values }
}

const jsonOf = (answer: HttpAnswer, path: string): Subject => {
  try {
    return readJsonPath(JSON.parse(answer.body.toString('utf8')), path)
  } catch {
    return { found: false, reason: 'the body is not JSON' }
  }
}

const countOf = (subject: Subject): Subject => {
  if (!subject.found) return subject
  const { value } = subject
  if (Array.isArray(value) || typeof value === 'string') return { found: true, value: value.length }
  return { found: false, reason: 'there is nothing to count: it is neither a list nor a text' }
}

const subjectOf = (subject: string, answer: HttpAnswer): Subject => {
  const [, kind = '', argument = '', filter] =
    /^(\w+)\s*("(?:[^"\\]|\\.)*"|\S*)\s*(count)?$/s.exec(subject.trim()) ?? []
  const name = unquoted(argument)
  if (filter === 'count') return countOf(subjectOf(`${kind} ${argument}`, answer))
  if (kind === 'status') return { found: true, value: answer.status }
  if (kind === 'version') return { found: true, value: answer.httpVersion }
  if (kind === 'duration') return { found: true, value: Math.round(answer.durationMs) }
  if (kind === 'body') return { found: true, value: answer.body.toString('utf8') }
  if (kind === 'bytes') return { found: true, value: answer.bodyBytes }
  if (kind === 'header') return headerOf(answer, name)
  if (kind === 'jsonpath') return jsonOf(answer, name)
  return {
    found: false,
    reason: `"${subject}" cannot be checked; use status, header, body, jsonpath, bytes or duration`,
  }
}

/** `"text"`, `true`, `null`, `12`, `500ms`, `2s`, or bare text. */
const literalOf = (text: string): unknown => {
  const trimmed = text.trim()
  if (/^".*"$/s.test(trimmed)) return unquoted(trimmed)
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true'
  if (trimmed === 'null') return null
  const duration = /^(\d+(?:\.\d+)?)\s*(ms|s)$/.exec(trimmed)
  if (duration !== null) return Number(duration[1]) * (duration[2] === 's' ? 1000 : 1)
  return trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed
}

const regexOf = (text: string): RegExp => {
  const slashed = /^\/(.*)\/([a-z]*)$/s.exec(text.trim())
  return slashed === null ? new RegExp(unquoted(text)) : new RegExp(slashed[1]!, slashed[2])
}

const values = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

const equal = (actual: unknown, expected: unknown): boolean =>
  actual === expected ||
  values(actual).some((each) => each === expected) ||
  (typeof expected !== 'string' && String(actual) === String(expected))

const compare = (test: (a: number, b: number) => boolean) => (actual: unknown, value: string) => {
  const [a, b] = [
    typeof actual === 'string' && actual.trim() === '' ? Number.NaN : Number(actual),
    Number(literalOf(value)),
  ]
  return !Number.isNaN(a) && !Number.isNaN(b) && test(a, b)
}

const onText = (test: (text: string, expected: string) => boolean) => (actual: unknown, value: string) => {
  const expected = unquoted(value)
  return values(actual).some((each) => (typeof each === 'string' ? test(each, expected) : each === literalOf(value)))
}

const equals = (actual: unknown, value: string) => equal(actual, literalOf(value))

const PREDICATES: Record<string, (actual: unknown, value: string) => boolean> = {
  '==': equals,
  equals,
  '!=': (actual, value) => !equals(actual, value),
  notEquals: (actual, value) => !equals(actual, value),
  '>': compare((a, b) => a > b),
  '>=': compare((a, b) => a >= b),
  '<': compare((a, b) => a < b),
  '<=': compare((a, b) => a <= b),
  greaterThan: compare((a, b) => a > b),
  greaterThanOrEquals: compare((a, b) => a >= b),
  lessThan: compare((a, b) => a < b),
  lessThanOrEquals: compare((a, b) => a <= b),
  contains: onText((text, expected) => text.includes(expected)),
  includes: onText((text, expected) => text.includes(expected)),
  startsWith: onText((text, expected) => text.startsWith(expected)),
  endsWith: onText((text, expected) => text.endsWith(expected)),
  matches: (actual, value) => values(actual).some((each) => regexOf(value).test(String(each))),
  isEmpty: (actual) => actual === '' || (Array.isArray(actual) && actual.length === 0),
  isString: (actual) => typeof actual === 'string',
  isBoolean: (actual) => typeof actual === 'boolean',
  isInteger: (actual) => Number.isInteger(actual),
  isFloat: (actual) => typeof actual === 'number' && !Number.isInteger(actual),
  isNumber: (actual) => typeof actual === 'number',
  isCollection: (actual) => typeof actual === 'object' && actual !== null,
  exists: () => true,
}

const shown = (subject: Subject): string => {
  if (!subject.found) return subject.reason
  const text = typeof subject.value === 'string' ? subject.value : JSON.stringify(subject.value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

/** Checks one assertion against an answer. An unknown predicate or a broken regular expression fails and says so. */
export const checkAssertion = (assertion: HttpAssertion, answer: HttpAnswer): AssertionResult => {
  const { subject, predicate, value } = assertion
  const text = [subject, predicate, value].filter((part) => part !== '').join(' ')
  const actual = subjectOf(subject, answer)
  const negated = predicate.startsWith('not ')
  const test = PREDICATES[negated ? predicate.slice(4).trim() : predicate]
  if (test === undefined) return { text, passed: false, actual: `"${predicate}" is not a predicate this cockpit knows` }
  const isExistence = predicate.endsWith('exists')
  if (!actual.found) return { text, passed: isExistence && negated, actual: shown(actual) }
  try {
    return { text, passed: test(actual.value, value) !== negated, actual: shown(actual) }
  } catch (error) {
    return { text, passed: false, actual: error instanceof Error ? error.message : String(error) }
  }
}
