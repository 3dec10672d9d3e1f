import type { Channel } from './channel.ts'
import type { CockpitClient, FeedMessage, WireError } from './client.ts'
import type { Method, Params } from './methods.ts'
import type { Results } from './results.ts'
import { decodeReply, decodeResult, encodeRequest, type Reply } from './wire.ts'
import { WireFailure, wireFailure } from './wire-failure.ts'

type Waiting = { method: Method; resolve: (result: never) => void; reject: (error: Error) => void }
type ConnectionListener = (state: 'connected' | 'lost', detail: string) => void

/**
 * A cockpit at the other end of a channel. Calls still open when the channel ends are rejected with `connection-lost`: whether they took effect
 * is then known only to the ledger.
 */
export const remoteClient = (channel: Channel): CockpitClient => {
  const waiting = new Map<number, Waiting>()
  const feedListeners = new Set<(message: FeedMessage) => void>()
  const connectionListeners = new Set<ConnectionListener>()
  let lastId = 0
  let lost: string | undefined

  const settle = (reply: Extract<Reply, { id: number }>) => {
    const call = waiting.get(reply.id)
    if (!call) return
    waiting.delete(reply.id)
    if ('error' in reply) call.reject(new WireFailure(reply.error))
    else settleResult(call, reply.result)
  }
  channel.onMessage((text) => {
    const reply = decodeReply(text)
    if (!reply) return
    if ('feed' in reply) for (const listener of feedListeners) listener(reply.feed)
    else if ('id' in reply) settle(reply)
    else channel.close(reply.error.message)
  })
  channel.onClose((reason) => {
    lost = reason
    for (const call of waiting.values()) call.reject(connectionLost(reason))
    waiting.clear()
    for (const listener of connectionListeners) listener('lost', reason)
  })

  return {
    call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
      if (lost !== undefined) return Promise.reject(connectionLost(lost))
      const id = ++lastId
      return new Promise<Results[M]>((resolve, reject) => {
        waiting.set(id, { method, resolve, reject })
        channel.send(encodeRequest({ id, method, params }))
      })
    },
    onFeed: (listener) => added(feedListeners, listener),
    onConnection(listener) {
      const end = added(connectionListeners, listener)
      listener(lost === undefined ? 'connected' : 'lost', lost ?? 'Connected.')
      return end
    },
    close: () => channel.close('This side closed the connection.'),
  }
}

const settleResult = (call: Waiting, result: unknown) => {
  try {
    call.resolve(decodeResult(call.method, result) as never)
  } catch {
    call.reject(wireFailure('bad-answer', `The cockpit's answer to ${call.method} could not be read.`))
  }
}

const connectionLost = (reason: string): WireFailure =>
  wireFailure(
    'connection-lost',
    'The connection to the cockpit was lost before it answered; what it did is in the ledger.',
    reason satisfies WireError['cause'],
  )

/** A copy of the listener's own wrapper, so that the same function may be added twice. */
const added = <T extends (...args: never[]) => void>(set: Set<T>, listener: T): (() => void) => {
  const own = ((...args) => listener(...args)) as T
  set.add(own)
  return () => set.delete(own)
}
