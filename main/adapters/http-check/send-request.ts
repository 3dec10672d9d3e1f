import http from 'node:http'
import https from 'node:https'
import { performance } from 'node:perf_hooks'
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'

export type HttpRequest = {
  method: string
  url: URL
  headers?: Record<string, string>
  body?: string
  /** For the whole exchange, connecting included. */
  timeoutMs: number
  /** Bytes of the answer's body to keep; more are read and counted, not kept. 0 keeps none. */
  keepBytes: number
  /** Keeps connections open between requests; without one, a connection of its own. */
  agents?: KeptConnections
  /** Authorities trusted for this exchange instead of those of the machine, as PEM. */
  ca?: string
  signal?: AbortSignal
}

export type HttpAnswer = {
  status: number
  statusText: string
  httpVersion: string
  /** As received: name and value, in order, names in their own spelling. */
  headers: [string, string][]
  body: Buffer
  bodyBytes: number
  /** Until the last byte of the body. */
  durationMs: number
}

export class RequestTimeout extends Error {
  readonly code = 'TIMEOUT'
}

export type KeptConnections = { http: http.Agent; https: https.Agent }

export const keepConnections = (maxSockets: number): KeptConnections => ({
  http: new http.Agent({ keepAlive: true, maxSockets, scheduling: 'fifo' }),
  https: new https.Agent({ keepAlive: true, maxSockets, scheduling: 'fifo' }),
})

export const dropConnections = (agents: KeptConnections): void => {
  agents.http.destroy()
  agents.https.destroy()
}

const pairs = (raw: readonly string[]): [string, string][] =>
  Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index]!, raw[2 * index + 1]!])

const decoders: Record<string, (bytes: Buffer) => Buffer> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
}

const decoded = (bytes: Buffer, encoding: string | undefined): Buffer => {
  const decode = decoders[encoding?.trim().toLowerCase() ?? '']
  try {
    return decode === undefined || bytes.length === 0 ? bytes : decode(bytes)
  } catch {
    return bytes
  }
}

const collect = (response: http.IncomingMessage, keepBytes: number, done: (body: Buffer, bytes: number) => void) => {
  const chunks: Buffer[] = []
  let kept = 0
  let total = 0
  response.on('data', (chunk: Buffer) => {
    total += chunk.length
    if (kept >= keepBytes) return
    chunks.push(chunk.subarray(0, keepBytes - kept))
    kept += chunk.length
  })
  response.on('end', () => done(decoded(Buffer.concat(chunks), response.headers['content-encoding']), total))
}

const optionsOf = (request: HttpRequest): https.RequestOptions => {
  return {
    method: request.method,
    headers: request.headers ?? {},
    ...(request.ca === undefined ? {} : { ca: request.ca }),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    agent: request.agents?.[request.url.protocol === 'https:' ? 'https' : 'http'] ?? false,
  }
}

const sendOnce = (request: HttpRequest): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const send = request.url.protocol === 'https:' ? https.request : http.request
    const outgoing = send(request.url, optionsOf(request))
    const timer = setTimeout(
      () => outgoing.destroy(new RequestTimeout(`no complete answer within ${request.timeoutMs} ms`)),
      request.timeoutMs,
    )
    const fail = (error: Error) => {
      clearTimeout(timer)
      reject(Object.assign(error, { reusedConnection: outgoing.reusedSocket }))
    }
    outgoing.on('error', fail)
    outgoing.on('response', (response) => {
      response.on('error', fail)
      collect(response, request.keepBytes, (body, bodyBytes) => {
        clearTimeout(timer)
        const { statusCode, statusMessage, httpVersion, rawHeaders } = response
        const durationMs = performance.now() - startedAt
        const headers = pairs(rawHeaders)
        resolve({
          status: statusCode ?? 0,
          statusText: statusMessage ?? '',
          httpVersion,
          headers,
          body,
          bodyBytes,
          durationMs,
        })
      })
    })
    outgoing.end(request.body)
  })

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? ''

/**
 * One HTTP/1.1 exchange; redirects are not followed. A kept connection that the server closed at the moment of use is no answer of the service:
 * the request is sent once more on a fresh one (see `request.reusedSocket` in Node's documentation). Rejects with the system's error.
 */
export const sendRequest = async (request: HttpRequest): Promise<HttpAnswer> => {
  try {
    return await sendOnce(request)
  } catch (error) {
    const stale = (error as { reusedConnection?: boolean }).reusedConnection === true
    if (!stale || !['ECONNRESET', 'EPIPE'].includes(codeOf(error))) throw error
    const { agents: _, ...fresh } = request
    return sendOnce(fresh)
  }
}
