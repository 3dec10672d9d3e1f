import { readJsonPath } from '../../../shared/analysis/json-path.ts'
import type { LiveCheck } from '../../../shared/runbook/model.ts'
import { describeFailure, parseHttpUrl, shownUrl } from '../http-check/describe-failure.ts'
import { sendRequest } from '../http-check/send-request.ts'
import { missingSentence, resolveVariables, type Variables } from '../metrics/variables.ts'
import { runBriefly } from '../processes/run-briefly.ts'

export type Observed = { version: string } | { error: string }

export const LIVE_TIMEOUT_MS = 5000
const MAX_ANSWER_BYTES = 1024 * 1024
const MAX_VERSION_LENGTH = 200

const asVersion = (text: string, where: string): Observed => {
  const version = text.trim()
  if (version === '') return { error: `${where} gave no version: its answer is empty.` }
  if (version.length > MAX_VERSION_LENGTH || version.includes('\n')) {
    const hint = `${version.slice(0, 60).replace(/\s+/g, ' ')}…`
    return {
      error: `${where} gave more than a version ("${hint}"); let it answer one line, or name a path with "json:".`,
    }
  }
  return { version }
}

const versionIn = (body: string, path: string | undefined, where: string): Observed => {
  if (path === undefined) return asVersion(body, where)
  let document: unknown
  try {
    document = JSON.parse(body)
  } catch {
    return { error: `${where} answered with something that is not JSON, so "${path}" cannot be read from it.` }
  }
  const found = readJsonPath(document, path)
  if (!found.found) return { error: `The version cannot be read from ${where}: ${found.reason}.` }
  if (typeof found.value === 'object')
    return { error: `"${path}" in the answer of ${where} is not a text or a number.` }
  return asVersion(String(found.value), where)
}

const askHttp = async (check: { http: string; json?: string }, variables: Variables): Promise<Observed> => {
  const { text, missing } = resolveVariables(check.http, variables)
  if (missing.length > 0) return { error: missingSentence(missing, 'the live address') }
  const parsed = parseHttpUrl(text)
  if ('problem' in parsed) return { error: `What is live cannot be asked: ${parsed.problem}.` }
  const where = shownUrl(parsed.url)
  try {
    const request = { method: 'GET', url: parsed.url, timeoutMs: LIVE_TIMEOUT_MS, keepBytes: MAX_ANSWER_BYTES }
    const answer = await sendRequest(request)
    if (answer.status < 200 || answer.status > 299)
      return { error: `${where} answered ${answer.status} ${answer.statusText}.` }
    return versionIn(answer.body.toString('utf8'), check.json, where)
  } catch (error) {
    return { error: `${where} ${describeFailure(error)}.` }
  }
}

const askCommand = async (command: string, variables: Variables, cwd: string): Promise<Observed> => {
  const where = `The live command "${command}"`
  const { code, stdout, stderr, timedOut, failure } = await runBriefly({
    command,
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...variables },
    timeoutMs: LIVE_TIMEOUT_MS,
    keepBytes: MAX_ANSWER_BYTES,
  })
  if (failure !== undefined) return { error: `${where} could not be started: ${failure.message}.` }
  if (timedOut) return { error: `${where} did not end within ${LIVE_TIMEOUT_MS / 1000} s and was killed.` }
  if (code === 0) return asVersion(stdout, where)
  const said = stderr.trim().split('\n').at(-1)
  return { error: `${where} ended with exit code ${code ?? 'unknown'}${said ? `: ${said}` : ''}.` }
}

/** Which version of a service answers right now: asked over HTTP, or printed by a command that runs in `cwd`; at most 5 s. Never rejects. */
export const observeLive = (live: LiveCheck, variables: Variables, cwd: string): Promise<Observed> =>
  'http' in live ? askHttp(live, variables) : askCommand(live.command, variables, cwd)
