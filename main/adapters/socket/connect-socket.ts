import { createConnection, type Socket } from 'node:net'
import type { CockpitClient } from '../../../shared/contract/client.ts'
import { remoteClient } from '../../../shared/contract/remote-client.ts'
import { WireFailure, wireFailure } from '../../../shared/contract/wire-failure.ts'
import { readAddress, type SocketAddress } from './address.ts'
import { lineChannel } from './line-channel.ts'

const MAX_REPLY_BYTES = 64 * 1024 * 1024

/** How long an owner may take to answer `hello` (DESIGN §6). */
const HELLO_MS = 1000

/**
 * A client of the process that owns a ledger. Throws WireFailure: `no-owner` when nobody listens (try the lock), `owner-silent` with the pid when
 * the owner does not answer within a second, `owner-other-user` when it belongs to another user.
 */
export const connectSocket = async (ledgerFile: string): Promise<CockpitClient> => {
  const address = readAddress(ledgerFile)
  if (!address) throw wireFailure('no-owner', `No cockpit is listening for ${ledgerFile}.`)
  const socket = await connected(address)
  const client = remoteClient(lineChannel(socket, MAX_REPLY_BYTES))
  try {
    await withinHelloTime(client, address)
    return client
  } catch (error) {
    client.close()
    throw error instanceof WireFailure && error.code === 'connection-lost' ? nobodyListens(address) : error
  }
}

const connected = (address: SocketAddress): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = createConnection(address.path)
    const silent = setTimeout(() => {
      socket.destroy()
      reject(ownerSilent(address))
    }, HELLO_MS)
    socket.once('connect', () => {
      clearTimeout(silent)
      resolve(socket)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(silent)
      reject(error.code === 'EACCES' || error.code === 'EPERM' ? otherUser(address) : nobodyListens(address))
    })
  })

const withinHelloTime = async (client: CockpitClient, address: SocketAddress): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(ownerSilent(address)), HELLO_MS)
  })
  await Promise.race([client.call('hello', {}), silence]).finally(() => clearTimeout(timer))
}

const ownerSilent = ({ pid }: SocketAddress) =>
  wireFailure(
    'owner-silent',
    `The cockpit that owns this ledger (process ${pid}) does not answer. If it hangs, end it with \`kill ${pid}\` and try again; running commands go on.`,
  )

const otherUser = ({ pid }: SocketAddress) =>
  wireFailure(
    'owner-other-user',
    `Another user's cockpit (process ${pid}) owns this ledger; ask them to close it or use --db with a ledger of your own.`,
  )

const nobodyListens = ({ path }: SocketAddress) => wireFailure('no-owner', `No cockpit is listening on ${path}.`)
