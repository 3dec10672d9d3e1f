import type { Channel, Schedule } from '../../shared/contract/channel.ts'
import type { CockpitClient, FeedMessage } from '../../shared/contract/client.ts'
import type { Method, Params } from '../../shared/contract/methods.ts'
import { remoteClient } from '../../shared/contract/remote-client.ts'
import type { Results } from '../../shared/contract/results.ts'
import { WireFailure, wireFailure } from '../../shared/contract/wire-failure.ts'

/** Opens a channel, or throws: a WireFailure with `session-over` ends the trying, anything else is tried again. */
export type OpenChannel = () => Promise<Channel>

type ConnectionListener = Parameters<CockpitClient['onConnection']>[0]

const FIRST_RETRY_MS = 250
const LONGEST_RETRY_MS = 2000

/**
 * A client that comes back by itself. While there is no connection calls are refused at once, so that the page can say so; after a return listeners
 * hear `owner` and `connected`, and read what they missed.
 */
export const reconnectingClient = (open: OpenChannel, schedule: Schedule): CockpitClient => {
  const feedListeners = new Set<(message: FeedMessage) => void>()
  const connectionListeners = new Set<ConnectionListener>()
  let closed = false
  let current: CockpitClient | undefined
  let last: Parameters<ConnectionListener> | undefined
  let cancelRetry = () => {}

  const tell = (...news: Parameters<ConnectionListener>) => {
    last = news
    for (const listener of connectionListeners) listener(...news)
  }
  const adopt = async (channel: Channel) => {
    const client = remoteClient(channel)
    client.onFeed((message) => {
      for (const listener of feedListeners) listener(message)
    })
    const { epoch } = await client.call('hello', {})
    current = client
    tell('connected', 'Connected.')
    for (const listener of feedListeners) listener({ kind: 'owner', epoch })
    client.onConnection((state, detail) => {
      if (state === 'lost' && !closed) lose(detail)
    })
  }
  const lose = (detail: string) => {
    current = undefined
    tell('lost', detail)
    attempt(FIRST_RETRY_MS)
  }
  const attempt = (retryMs: number): Promise<void> =>
    open()
      .then(adopt)
      .catch((error: unknown) => {
        const isOver = error instanceof WireFailure && error.code === 'session-over'
        if (isOver || last === undefined) tell('lost', messageOf(error))
        if (isOver || closed) return
        cancelRetry = schedule(() => void attempt(Math.min(retryMs * 2, LONGEST_RETRY_MS)), retryMs)
      })
  const first = attempt(FIRST_RETRY_MS)

  return {
    async call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
      await first
      if (current) return current.call(method, params)
      throw wireFailure('connection-lost', 'There is no connection to the cockpit; nothing was sent.', last?.[1])
    },
    onFeed(listener) {
      feedListeners.add(listener)
      return () => feedListeners.delete(listener)
    },
    onConnection(listener) {
      connectionListeners.add(listener)
      if (last) listener(...last)
      return () => connectionListeners.delete(listener)
    },
    close() {
      closed = true
      cancelRetry()
      current?.close()
    },
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
