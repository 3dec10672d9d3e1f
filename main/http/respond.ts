import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Refusal, refuseForeignFetch, refuseHost, refuseOrigin } from './origin-rules.ts'
import { securityHeaders } from './security-headers.ts'
import type { Sessions } from './sessions.ts'
import type { StaticFile } from './static-files.ts'

export type Site = { port: number; sessions: Sessions; files: (urlPath: string) => StaticFile | undefined }

export const SESSION_PATH = '/session'
const MAX_TOKEN_BYTES = 200

/** One plain HTTP request: a file of the page, or the exchange of the token for the session. */
export const respond = async (site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const refusal =
    refuseHost(request, site.port) ?? refuseOrigin(request, request.method === 'POST') ?? refuseForeignFetch(request)
  for (const [name, value] of Object.entries(securityHeaders(webSocketSources(site.port))))
    response.setHeader(name, value)
  response.setHeader('cache-control', 'no-store')
  if (refusal) return refuse(response, refusal)
  const urlPath = request.url!.split('?', 1)[0]!
  if (urlPath === SESSION_PATH) return session(site, request, response)
  if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed(response, 'GET, HEAD')
  const file = site.files(urlPath)
  if (file) sendFile(response, file, request.method)
  else refuse(response, { status: 404, sentence: 'There is nothing here.' })
}

const webSocketSources = (port: number) => [`ws://127.0.0.1:${port}`, `ws://localhost:${port}`]

const session = async ({ sessions }: Site, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  if (request.method === 'GET') {
    response.writeHead(sessions.isKnown(request) ? 204 : 401).end()
    return
  }
  if (request.method !== 'POST') return notAllowed(response, 'GET, POST')
  const token = await readBody(request)
  const cookie = token === undefined ? undefined : sessions.exchange(token)
  if (cookie) response.writeHead(204, { 'set-cookie': cookie }).end()
  else refuse(response, { status: 403, sentence: 'This address was used before. Ask the cockpit for a new one.' })
}

/** Undefined when the body is no token: another type (forms need no preflight), or too long. */
const readBody = async (request: IncomingMessage): Promise<string | undefined> => {
  if (request.headers['content-type'] !== 'application/cockpit-token') return undefined
  let text = ''
  for await (const chunk of request) {
    text += chunk
    if (text.length > MAX_TOKEN_BYTES) return undefined
  }
  return text
}

const sendFile = (response: ServerResponse, file: StaticFile, method: string): void => {
  response.writeHead(200, {
    'content-type': file.type,
    'content-length': file.body.length,
    'cache-control': file.cacheControl,
  })
  response.end(method === 'HEAD' ? undefined : file.body)
}

const notAllowed = (response: ServerResponse, allow: string): void => {
  response.setHeader('allow', allow)
  refuse(response, { status: 405, sentence: 'This address does not take that method.' })
}

const refuse = (response: ServerResponse, { status, sentence }: Refusal): void => {
  response.setHeader('connection', 'close')
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${sentence}\n`)
}
