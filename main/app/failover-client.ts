/** One client for the life of a host: in process while this process owns the ledger, over the owner's socket while another does. */
import type { CockpitClient, FeedMessage } from '../../shared/contract/client.ts'
import type { Method, Params } from '../../shared/contract/methods.ts'
import type { Results } from '../../shared/contract/results.ts'
import { WireFailure } from '../../shared/contract/wire-failure.ts'

type ConnectionListener = (state: 'connected' | 'lost', detail: string) => void

/** Where a client can come from right now: this process as the owner, or somebody else's socket. */
export type Connect = () => Promise<CockpitClient>

export type FailoverClient = CockpitClient & { ready(): Promise<void> }

const RETRY_MS = 100

/** Asking these again changes nothing: an owner that ends in the middle of an answer is not a failure of who asked. */
const READS: readonly Method[] = ['hello', 'releases.list', 'events.read', 'output.head', 'output.read', 'samples.read']

/**
 * Keeps one connection. When the owner dies, `connect` is tried again until it gives a client: the lock is free then, so one of the waiting
 * processes becomes the owner, and the others find its socket. Listeners are carried over.
 */
export function createFailoverClient(connect: Connect): FailoverClient {
  const feedListeners = new Set<(message: FeedMessage) => void>()
  const connectionListeners = new Set<ConnectionListener>()
  let current: Promise<CockpitClient>
  let isClosed = false

  const tell: ConnectionListener = (state, detail) => {
    for (const listener of connectionListeners) listener(state, detail)
  }

  const adopt = async (client: CockpitClient): Promise<CockpitClient> => {
    client.onFeed((message) => {
      for (const listener of feedListeners) listener(message)
    })
    client.onConnection((state, detail) => {
      if (state !== 'lost' || isClosed) return
      tell('lost', detail)
      current = again()
    })
    return client
  }

  const again = async (): Promise<CockpitClient> => {
    while (!isClosed) {
      try {
        const client = await adopt(await connect())
        const { epoch } = await client.call('hello', {})
        for (const listener of feedListeners) listener({ kind: 'owner', epoch })
        tell('connected', 'The ledger has an owner again.')
        return client
      } catch {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
    throw new Error('The cockpit was closed.')
  }

  current = connect().then(adopt)
  current.catch(() => {})

  return {
    ready: async () => void (await current),
    async call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
      for (;;) {
        try {
          return await (await current).call(method, params)
        } catch (error) {
          const isLost = error instanceof WireFailure && error.code === 'connection-lost'
          if (!isLost || isClosed || !READS.includes(method)) throw error
        }
      }
    },
    onFeed(listener) {
      feedListeners.add(listener)
      return () => feedListeners.delete(listener)
    },
    onConnection(listener) {
      connectionListeners.add(listener)
      current.then(() => listener('connected', 'Connected.')).catch(() => {})
      return () => connectionListeners.delete(listener)
    },
    close() {
      isClosed = true
      current.then((client) => client.close()).catch(() => {})
    },
  }
}
