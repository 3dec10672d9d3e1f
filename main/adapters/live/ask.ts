/** Asks a service about itself: over HTTP, or by a command that prints the answer. At most 5 s, at most a MiB. */
import { describeFailure, parseHttpUrl, shownUrl } from '../http-check/describe-failure.ts'
import { sendRequest } from '../http-check/send-request.ts'
import { missingSentence, resolveVariables, type Variables } from '../metrics/variables.ts'
import { runBriefly } from '../processes/run-briefly.ts'

/** `where` names the source in a sentence. */
export type Asked = { text: string; where: string } | { error: string }

export const LIVE_TIMEOUT_MS = 5000
const MAX_ANSWER_BYTES = 1024 * 1024

export async function askHttp(address: string, variables: Variables, what: string): Promise<Asked> {
  const { text, missing } = resolveVariables(address, variables)
  if (missing.length > 0) return { error: missingSentence(missing, `the ${what} address`) }
  const parsed = parseHttpUrl(text)
  if ('problem' in parsed) return { error: `What is ${what} cannot be asked: ${parsed.problem}.` }
  const where = shownUrl(parsed.url)
  try {
    const request = { method: 'GET', url: parsed.url, timeoutMs: LIVE_TIMEOUT_MS, keepBytes: MAX_ANSWER_BYTES }
    const answer = await sendRequest(request)
    if (answer.status < 200 || answer.status > 299)
      return { error: `${where} answered ${answer.status} ${answer.statusText}.` }
    return { text: answer.body.toString('utf8'), where }
  } catch (error) {
    return { error: `${where} ${describeFailure(error)}.` }
  }
}

export async function askCommand(command: string, variables: Variables, cwd: string, what: string): Promise<Asked> {
  const where = `The ${what} command "${command}"`
  const { code, stdout, stderr, timedOut, failure } = await runBriefly({
    command,
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...variables },
    timeoutMs: LIVE_TIMEOUT_MS,
    keepBytes: MAX_ANSWER_BYTES,
  })
  if (failure !== undefined) return { error: `${where} could not be started: ${failure.message}.` }
  if (timedOut) return { error: `${where} did not end within ${LIVE_TIMEOUT_MS / 1000} s and was killed.` }
  if (code === 0) return { text: stdout, where }
  const said = stderr.trim().split('\n').at(-1)
  return { error: `${where} ended with exit code ${code ?? 'unknown'}${said ? `: ${said}` : ''}.` }
}
