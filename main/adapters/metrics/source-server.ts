/** Asking a source over HTTP: address, headers and certificate authority as release.yaml names them, every failure a sentence. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { SourceAddress } from '../../../shared/runbook/model.ts'
import type { Reading } from '../../ports/metric-source.ts'
import { describeFailure, parseHttpUrl, shownUrl } from '../http-check/describe-failure.ts'
import { type HttpAnswer, sendRequest } from '../http-check/send-request.ts'
import { clockOfAnswer } from './clock-of-answer.ts'
import { SourceError } from './source-error.ts'
import { missingSentence, resolveVariables, type Variables } from './variables.ts'

/** What `$NAME` stands for, and where relative paths begin. */
export type Surroundings = { variables: Variables; folder: string; nowMs: () => number }

export type SourceServer = {
  /** What it is, for sentences: `Prometheus`. */
  name: string
  base: URL
  headers: Record<string, string>
  timeoutMs: number
  /** The authority as written, and where it lies. */
  ca?: { written: string; file: string }
  nowMs: () => number
  /** By its last answer that told the time, how far its clock is ahead of this machine's. */
  aheadMs?: number
  /** What its last answer warned of. */
  warning?: string
}

const MIB = 1024 * 1024
/** More is never needed for one value, and reading it would hold the cockpit up. */
const MAX_ANSWER_MIB = 8

/** Puts variables into a text of a metric; throws `SourceError` naming what is not defined. */
export const resolveText = (text: string, what: string, metric: string, variables: Variables): string => {
  const { text: resolved, missing } = resolveVariables(text, variables)
  if (missing.length > 0) throw new SourceError(missingSentence(missing, `${what} of metric "${metric}"`))
  return resolved
}

/** Where a CA file lies: beside release.yaml unless its path is absolute. */
export const caOf = (ca: string, metric: string, { variables, folder }: Omit<Surroundings, 'nowMs'>) => {
  const written = resolveText(ca, 'the ca', metric, variables)
  return { written, file: resolve(folder, written) }
}

/** Resolves the server's address and headers; throws `SourceError` for what is not defined. */
export const resolveServer = (
  source: SourceAddress,
  name: string,
  metric: string,
  around: Surroundings,
): SourceServer => {
  const { variables } = around
  const parsed = parseHttpUrl(resolveText(source.url, `the ${name} URL`, metric, variables))
  if ('problem' in parsed) throw new SourceError(`The ${name} URL of metric "${metric}" is wrong: ${parsed.problem}.`)
  const headers = Object.entries(source.headers).map(([key, value]) => [
    key,
    resolveText(value, `header ${key}`, metric, variables),
  ])
  return {
    name,
    base: parsed.url,
    headers: Object.fromEntries(headers),
    timeoutMs: source.timeoutMs,
    nowMs: around.nowMs,
    ...(source.ca === undefined ? {} : { ca: caOf(source.ca, metric, around) }),
  }
}

/** Reads a CA file; throws `SourceError` when it is not there or holds no certificate. */
export const readCa = async ({ written, file }: NonNullable<SourceServer['ca']>): Promise<string> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new SourceError(`The ca "${written}" of the source cannot be read (${error.code ?? error.message}): ${file}.`)
  })
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  throw new SourceError(`The ca "${written}" of the source holds no certificate; it must be a PEM file: ${file}.`)
}

/** What to do about a certificate that is not trusted. */
export const trustHint = (ca: SourceServer['ca']): string =>
  ca === undefined
    ? 'name its authority with "ca:" in the source'
    : `it is not signed by the authority in "${ca.written}"`

export const whereOf = ({ name, base }: SourceServer): string => `${name} at ${shownUrl(base)}`

/** Asks one address of a server and notes its time; throws `SourceError`. `url` is the base unless given. */
export const askServer = async (
  server: SourceServer,
  url: URL = server.base,
  signal?: AbortSignal,
): Promise<HttpAnswer> => {
  const { headers, timeoutMs, ca } = server
  const trusted = ca === undefined ? {} : { ca: await readCa(ca) }
  const stop = signal === undefined ? {} : { signal }
  const request = { method: 'GET', url, headers, timeoutMs, keepBytes: MAX_ANSWER_MIB * MIB, ...trusted, ...stop }
  const askedAtMs = server.nowMs()
  try {
    const answer = await sendRequest(request)
    const aheadMs = clockOfAnswer(answer, askedAtMs, server.nowMs())
    if (aheadMs !== undefined) server.aheadMs = aheadMs
    if (answer.bodyBytes > MAX_ANSWER_MIB * MIB)
      throw new SourceError(`${whereOf(server)} answered with more than ${MAX_ANSWER_MIB} MiB; ask it for less.`)
    return answer
  } catch (error) {
    if (error instanceof SourceError) throw error
    throw new SourceError(`${whereOf(server)} ${describeFailure(error, trustHint(ca))}.`, { cause: error })
  }
}

/** A reading with the time its server told. */
export const withClock = (server: SourceServer, reading: Reading): Reading =>
  server.aheadMs === undefined ? reading : { ...reading, clock: { source: whereOf(server), aheadMs: server.aheadMs } }

/** The first 200 characters of an answer on one line. */
export const quoteBody = (answer: HttpAnswer): string =>
  answer.body.toString('utf8', 0, 200).replace(/\s+/g, ' ').trim()

/** The sentence for an answer that refuses access, or undefined when it does not. */
export const refusedAccess = (server: SourceServer, { status, statusText }: HttpAnswer): string | undefined =>
  status === 401 || status === 403
    ? `${whereOf(server)} refuses access (${status} ${statusText}); check the headers of the source, such as Authorization.`
    : undefined

/** Parses an answer that must be JSON with a 2xx status; throws `SourceError` in the server's own words otherwise. */
export const jsonOf = (server: SourceServer, answer: HttpAnswer): unknown => {
  const { status, statusText } = answer
  const refused = refusedAccess(server, answer)
  if (refused !== undefined) throw new SourceError(refused)
  const said = quoteBody(answer)
  if (status < 200 || status > 299)
    throw new SourceError(`${whereOf(server)} answered ${status} ${statusText}${said === '' ? '.' : `: ${said}`}`)
  try {
    return JSON.parse(answer.body.toString('utf8'))
  } catch {
    const shown = said === '' ? 'nothing' : `something that is not JSON: ${said}`
    throw new SourceError(`${whereOf(server)} answered with ${shown}; the source needs an address that gives JSON.`)
  }
}
