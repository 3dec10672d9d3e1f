import type { HttpAnswer } from '../http-check/send-request.ts'
import { SourceError } from './source-error.ts'
import { askServer, quoteBody, refusedAccess, type SourceServer, whereOf } from './source-server.ts'

/** The answers of https://prometheus.io/docs/prometheus/latest/querying/api/ that matter here. Values are `[seconds, "text"]`. */
export type Point = [number, string]
export type Series<V> = { metric: Record<string, string> } & V
export type QueryData =
  | { resultType: 'vector'; result: Series<{ value: Point }>[] }
  | { resultType: 'matrix'; result: Series<{ values: Point[] }>[] }
  | { resultType: 'scalar'; result: Point }
  | { resultType: 'string'; result: Point }

type Body =
  | { status: 'success'; data: QueryData; warnings?: string[] }
  | { status: 'error'; errorType: string; error: string }

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

const foreign = (server: SourceServer, answer: HttpAnswer): string => {
  const { status, statusText } = answer
  const text = quoteBody(answer)
  return (
    refusedAccess(server, answer) ??
    `${whereOf(server)} answered ${status} ${statusText} with something that is not Prometheus's JSON${text === '' ? '.' : `: ${text}`}`
  )
}

/** Asks one endpoint and notes what it warns of (an answer that is only part of the truth, say); throws `SourceError` with Prometheus's own message where it gave one. */
export const askPrometheus = async (
  server: SourceServer,
  path: 'query' | 'query_range',
  parameters: Record<string, string>,
): Promise<QueryData> => {
  const answer = await askServer(server, endpoint(server.base, path, parameters))
  const body = bodyOf(answer)
  if (body === undefined) throw new SourceError(foreign(server, answer))
  if (body.status === 'error')
    throw new SourceError(`${whereOf(server)} refused the query (${body.errorType}): ${body.error}`)
  if (body.warnings?.[0] !== undefined) server.warning = body.warnings[0]
  return body.data
}
