import { describeFailure, parseHttpUrl, shownUrl } from '../http-check/describe-failure.ts'
import { type HttpAnswer, sendRequest } from '../http-check/send-request.ts'
import type { Variables } from './variables.ts'
import { missingSentence, resolveVariables } from './variables.ts'

/** An error of the source, as a sentence for people. */
export class SourceError extends Error {}

export type PrometheusServer = { base: URL; headers: Record<string, string>; timeoutMs: number }

/** The answers of https://prometheus.io/docs/prometheus/latest/querying/api/ that matter here. Values are `[seconds, "text"]`. */
export type Point = [number, string]
export type Series<V> = { metric: Record<string, string> } & V
export type QueryData =
  | { resultType: 'vector'; result: Series<{ value: Point }>[] }
  | { resultType: 'matrix'; result: Series<{ values: Point[] }>[] }
  | { resultType: 'scalar'; result: Point }
  | { resultType: 'string'; result: Point }

type Body = { status: 'success'; data: QueryData } | { status: 'error'; errorType: string; error: string }

const MAX_ANSWER_BYTES = 32 * 1024 * 1024

/** Resolves the server's address and headers; throws `SourceError` for what is not defined. */
export const resolveServer = (
  source: { url: string; headers: Record<string, string>; timeoutMs: number },
  name: string,
  variables: Variables,
): PrometheusServer => {
  const resolve = (text: string, what: string) => {
    const { text: resolved, missing } = resolveVariables(text, variables)
    if (missing.length > 0) throw new SourceError(missingSentence(missing, `${what} of metric "${name}"`))
    return resolved
  }
  const parsed = parseHttpUrl(resolve(source.url, 'the Prometheus URL'))
  if ('problem' in parsed) throw new SourceError(`The Prometheus URL of metric "${name}" is wrong: ${parsed.problem}.`)
  const headers = Object.entries(source.headers).map(([key, value]) => [key, resolve(value, `header ${key}`)])
  return { base: parsed.url, headers: Object.fromEntries(headers), timeoutMs: source.timeoutMs }
}

const endpoint = (base: URL, path: string, parameters: Record<string, string>): URL => {
  const url = new URL(base)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/api/v1/${path}`
  for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value)
  return url
}

const bodyOf = (answer: HttpAnswer): Body | undefined => {
  try {
    const body = JSON.parse(answer.body.toString('utf8')) as Partial<Body>
    return body.status === 'success' || body.status === 'error' ? (body as Body) : undefined
  } catch {
    return undefined
  }
}

const foreign = (where: string, answer: HttpAnswer): string => {
  const { status, statusText } = answer
  if (status === 401 || status === 403) {
    return `${where} refuses access (${status} ${statusText}); check the headers of the source, such as Authorization.`
  }
  const text = answer.body.toString('utf8', 0, 200).replace(/\s+/g, ' ').trim()
  return `${where} answered ${status} ${statusText} with something that is not Prometheus's JSON${text === '' ? '.' : `: ${text}`}`
}

/** Asks one endpoint; throws `SourceError` with Prometheus's own message where it gave one. */
export const askPrometheus = async (
  server: PrometheusServer,
  path: 'query' | 'query_range',
  parameters: Record<string, string>,
): Promise<QueryData> => {
  const where = `Prometheus at ${shownUrl(server.base)}`
  const url = endpoint(server.base, path, parameters)
  const { headers, timeoutMs } = server
  const answer = await sendRequest({ method: 'GET', url, headers, timeoutMs, keepBytes: MAX_ANSWER_BYTES }).catch(
    (error: unknown) => {
      throw new SourceError(`${where} ${describeFailure(error)}.`, { cause: error })
    },
  )
  const body = bodyOf(answer)
  if (body === undefined) throw new SourceError(foreign(where, answer))
  if (body.status === 'error') throw new SourceError(`${where} refused the query (${body.errorType}): ${body.error}`)
  return body.data
}
