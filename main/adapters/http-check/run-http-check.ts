import type { HttpAssertion, HttpCheck } from '../../../shared/runbook/model.ts'
import { missingSentence, resolveVariables, type Variables } from '../metrics/variables.ts'
import { type AssertionResult, checkAssertion } from './assertions.ts'
import { describeFailure, parseHttpUrl, shownUrl } from './describe-failure.ts'
import { type HttpAnswer, sendRequest } from './send-request.ts'

export type HttpCheckReport = {
  passed: boolean
  /** For the step's output: request line, status, headers, body, and each assertion with its actual value. Not masked. */
  report: string
  /** A sentence each; empty when it passed. */
  failures: string[]
  durationMs: number
}

export type HttpCheckOptions = { timeoutMs?: number; signal?: AbortSignal }

export const HTTP_CHECK_TIMEOUT_MS = 30_000
const SHOWN_BODY_BYTES = 64 * 1024
const KEPT_BODY_BYTES = 16 * 1024 * 1024

type Resolved = { check: HttpCheck; missing: string[] }

/** Puts variables into every part of a check; names that are not defined are collected. */
const resolveCheck = (check: HttpCheck, variables: Variables): Resolved => {
  const missing = new Set<string>()
  const resolve = (text: string, onlyBraces = false) => {
    const resolved = resolveVariables(text, variables, true)
    // A `$` in a path or a regular expression is rarely a variable: what is not defined stays as it is.
    if (!onlyBraces) for (const name of resolved.missing) missing.add(name)
    return resolved.text
  }
  const assertions = check.assertions.map((each): HttpAssertion => ({ ...each, value: resolve(each.value, true) }))
  const headers = Object.entries(check.headers).map(([name, value]) => [name, resolve(value)])
  const body = check.body === undefined ? {} : { body: resolve(check.body, true) }
  return {
    check: { ...check, url: resolve(check.url), headers: Object.fromEntries(headers), ...body, assertions },
    missing: [...missing],
  }
}

const shownBody = (answer: HttpAnswer): string => {
  const { body, bodyBytes } = answer
  if (body.length === 0) return '(no body)'
  if (body.subarray(0, 1024).includes(0)) return `(${bodyBytes} bytes that are not text)`
  const text = body.toString('utf8', 0, SHOWN_BODY_BYTES)
  const rest = body.length - SHOWN_BODY_BYTES
  return rest > 0 ? `${text}\n(and ${rest} more bytes, not shown)` : text
}

const statusResult = (expected: number | undefined, answer: HttpAnswer): AssertionResult[] =>
  expected === undefined
    ? []
    : [{ text: `HTTP ${expected}`, passed: answer.status === expected, actual: String(answer.status) }]

const writeReport = (requestLine: string, answer: HttpAnswer, results: AssertionResult[]): string => {
  const took = `${Math.round(answer.durationMs)} ms, ${answer.bodyBytes} bytes`
  const lines = [
    requestLine,
    '',
    `HTTP/${answer.httpVersion} ${answer.status} ${answer.statusText} (${took})`,
    ...answer.headers.map(([name, value]) => `${name}: ${value}`),
    '',
    shownBody(answer),
    '',
    ...results.map(
      ({ passed, text, actual }) => `${passed ? 'ok    ' : 'FAILED'}  ${text}${passed ? '' : `  (actual: ${actual})`}`,
    ),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

const refused = (requestLine: string, failure: string, durationMs = 0): HttpCheckReport => ({
  passed: false,
  report: `${requestLine}\n\nFAILED  ${failure}\n`,
  failures: [failure],
  durationMs,
})

/**
 * Performs one HTTP check of a runbook. `{{name}}`, `$NAME` and `${NAME}` in URL and headers must be defined; in the body and in expected
 * values what is not defined stays as written. Redirects are not followed. Never rejects.
 */
export const runHttpCheck = async (
  written: HttpCheck,
  variables: Variables,
  { timeoutMs = HTTP_CHECK_TIMEOUT_MS, signal }: HttpCheckOptions = {},
): Promise<HttpCheckReport> => {
  const { check, missing } = resolveCheck(written, variables)
  const requestLine = `${check.method} ${check.url}`
  if (missing.length > 0) return refused(requestLine, missingSentence(missing, 'the HTTP check'))
  const parsed = parseHttpUrl(check.url)
  if ('problem' in parsed) return refused(requestLine, `The request cannot be sent: ${parsed.problem}.`)
  const { method, headers, body } = check
  const where = shownUrl(parsed.url)
  const shownLine = `${method} ${parsed.url.origin}${parsed.url.pathname}${parsed.url.search}`
  let answer: HttpAnswer
  try {
    const given = { ...(body === undefined ? {} : { body }), ...(signal === undefined ? {} : { signal }) }
    answer = await sendRequest({ method, url: parsed.url, headers, timeoutMs, keepBytes: KEPT_BODY_BYTES, ...given })
  } catch (error) {
    return refused(shownLine, `${where} ${describeFailure(error)}.`)
  }
  const results = [
    ...statusResult(check.expectStatus, answer),
    ...check.assertions.map((each) => checkAssertion(each, answer)),
  ]
  const failures = results
    .filter((each) => !each.passed)
    .map((each) => `${each.text} does not hold for ${where}: actual ${each.actual}.`)
  const report = writeReport(shownLine, answer, results)
  return { passed: failures.length === 0, report, failures, durationMs: Math.round(answer.durationMs) }
}
