/** Who may speak to the browser host at all: this machine's browser, on this host's own page (DESIGN §12). */
import type { IncomingMessage } from 'node:http'

export type Refusal = { status: number; sentence: string }

const only = (request: IncomingMessage, name: string): string | undefined | 'several' => {
  const values = request.rawHeaders.filter(
    (_, index) => index % 2 === 1 && request.rawHeaders[index - 1]!.toLowerCase() === name,
  )
  return values.length > 1 ? 'several' : values[0]
}

export const allowedHosts = (port: number): string[] => [`127.0.0.1:${port}`, `localhost:${port}`]

/** A foreign Host means DNS rebinding or a proxy; a target that is not a plain path means a proxy request. */
export const refuseHost = (request: IncomingMessage, port: number): Refusal | undefined => {
  const host = only(request, 'host')
  if (host === undefined || !allowedHosts(port).includes(host)) {
    return { status: 421, sentence: 'This cockpit answers only on its own loopback address.' }
  }
  const target = request.url ?? ''
  return /^\/(?!\/)[\x21-\x7e]*$/.test(target)
    ? undefined
    : { status: 400, sentence: 'This is not an address of the cockpit.' }
}

/** `required` where a browser always sends one: POST and upgrades. Elsewhere it may be absent, but never foreign. */
export const refuseOrigin = (request: IncomingMessage, required: boolean): Refusal | undefined => {
  const origin = only(request, 'origin')
  const own = `http://${request.headers.host}`
  if (origin === own || (origin === undefined && !required)) return undefined
  return { status: 403, sentence: 'Only the page of this cockpit may ask this.' }
}

/** Another site may link to the page, but not load parts of it. */
export const refuseForeignFetch = ({ headers }: IncomingMessage): Refusal | undefined => {
  const site = headers['sec-fetch-site']
  const foreign = site === 'cross-site' || site === 'same-site'
  const embedded = headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document'
  return foreign && embedded ? { status: 403, sentence: 'Another site may not load parts of this page.' } : undefined
}
