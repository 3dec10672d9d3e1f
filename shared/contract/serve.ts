import type { Channel, Schedule } from './channel.ts'
import type { CockpitClient, WireError } from './client.ts'
import { feedOutlet } from './feed-outlet.ts'
import { type Method, methodParams, type Params } from './methods.ts'
import { parseParams } from './parse-params.ts'
import { decodeRequest, encodeReply, type Reply } from './wire.ts'
import { toWireError } from './wire-failure.ts'

/**
 * Who is at the other end. A `window` is a page: it may not name the environment variables of a command, nor a file to write, because either would
 * let a script that got into the page run or overwrite something. A `terminal` runs as the user and could do both without us.
 */
export type Peer = 'terminal' | 'window'

/** Serves a cockpit to one channel until that closes: every request validated, every answer free of stack traces, the feed from now on. */
export const serve = (client: CockpitClient, channel: Channel, peer: Peer, schedule: Schedule): void => {
  const outlet = feedOutlet(channel, schedule)
  const endFeed = client.onFeed((message) => outlet.push(message))
  let open = true
  const answer = (reply: Reply) => {
    if (open) channel.send(encodeReply(reply))
  }
  channel.onClose(() => {
    open = false
    endFeed()
    outlet.end()
  })
  channel.onMessage((text) => {
    const decoded = decodeRequest(text)
    if ('error' in decoded) return answer({ error: decoded.error })
    const { id, method, params } = decoded.request
    void perform(client, method, params, peer).then((outcome) => answer({ id, ...outcome }))
  })
}

type Outcome = { result: unknown } | { error: WireError }

const perform = async (client: CockpitClient, method: string, params: unknown, peer: Peer): Promise<Outcome> => {
  const checked = checkRequest(method, params, peer)
  if ('error' in checked) return checked
  try {
    return { result: await client.call(checked.method, checked.params) }
  } catch (thrown) {
    return { error: toWireError(thrown, method) }
  }
}

type Checked = { method: Method; params: Params<Method> } | { error: WireError }

/** Unknown methods, parameters that do not fit, and what this kind of peer may not ask. */
export const checkRequest = (method: string, params: unknown, peer: Peer): Checked => {
  if (!Object.hasOwn(methodParams, method)) {
    return refused(
      'unknown-method',
      `This cockpit does not know the method ${JSON.stringify(method)}; are both sides of the same version?`,
    )
  }
  const known = method as Method
  const parsed = parseParams(known, params)
  if (parsed.error) return parsed
  if (peer !== 'window') return { method: known, params: parsed.params as Params<Method> }
  const forbidden = forbiddenToWindows(known, parsed.params)
  return forbidden ?? { method: known, params: marked(known, parsed.params) as Params<Method> }
}

/** Only the owner knows the release, and so which inputs a window may name. */
const marked = (method: Method, params: object) =>
  method === 'command.send' ? { ...params, isFromWindow: true } : params

const forbiddenToWindows = (method: Method, params: object): { error: WireError } | undefined => {
  if (method === 'command.send' && 'environmentVariables' in params) {
    return refused('not-from-a-window', 'A window cannot hand environment variables to commands; use the terminal.')
  }
  if (method === 'exec.preview' || (method === 'command.send' && isExec(params)))
    return refused(
      'not-from-a-window',
      'A window cannot hand over the text of a command: type it in a terminal, with `cockpit exec`.',
    )
  if (method === 'ledger.export' && 'file' in params) {
    return refused('not-from-a-window', 'A window cannot choose the file of an export; use `cockpit export -o FILE`.')
  }
  if (method === 'document.write' && 'file' in params) {
    return refused(
      'not-from-a-window',
      'A window cannot choose the file of a document; use `cockpit document -o FILE`.',
    )
  }
  if (method === 'review.fixes' && 'file' in params) {
    return refused('not-from-a-window', 'A window cannot choose the file of suggestions; they go beside the ledger.')
  }
  return undefined
}

const isExec = (params: object) => (params as Partial<Params<'command.send'>>).command?.type === 'step.exec'

const refused = (code: string, message: string): { error: WireError } => ({ error: { code, message } })
