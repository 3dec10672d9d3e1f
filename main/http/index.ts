import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CockpitClient } from '../../shared/contract/client.ts'
import { type Presentation, presentedBy } from '../../shared/contract/presented-by.ts'
import { releaseRoute } from '../../shared/contract/route.ts'
import { serve } from '../../shared/contract/serve.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { schedule } from '../app/schedule.ts'
import { respond, type Site } from './respond.ts'
import { createSessions } from './sessions.ts'
import { staticFiles } from './static-files.ts'
import { createUpgrades } from './upgrade.ts'
import { webSocketChannel } from './web-socket-channel.ts'

export type BrowserHost = {
  port: number
  /** A new address that opens the cockpit once, on the deck of `release` if given; the page it opens then keeps a session. */
  issueUrl(release?: ReleaseId): string
  close(): Promise<void>
}

export type BrowserHostOptions = {
  client: CockpitClient
  /** The built renderer, `out/renderer`. */
  staticDirectory: string
  /** What the window says of the folder it was asked to show. */
  unopened?: Presentation['unopened']
  /** By default the usual one, or a free one where that is taken. */
  port?: number
  /** How long a request may take to arrive whole; default 10 s. */
  patienceMs?: number
}

/** The same from start to start, because browsers keep a page's preferences by host and port. */
const USUAL_PORT = 4782

/** More than a person has tabs: what others open costs the owner no more files than this. */
const MOST_CONNECTIONS = 200

/** Presents a cockpit to browsers of this machine, on loopback only (DESIGN §12). Throws a sentence when the port is taken or nothing is built. */
export const serveBrowser = async ({
  client,
  staticDirectory,
  port,
  unopened,
  patienceMs = 10_000,
}: BrowserHostOptions): Promise<BrowserHost> => {
  const files = staticFiles(staticDirectory)
  const server = createServer({
    maxHeaderSize: 8192,
    requestTimeout: patienceMs,
    headersTimeout: patienceMs,
    connectionsCheckingInterval: patienceMs / 5,
  })
  server.maxConnections = MOST_CONNECTIONS
  const bound = await (port === undefined
    ? listen(server, USUAL_PORT).catch(() => listen(server, 0))
    : listen(server, port))
  const site: Site = { port: bound, sessions: createSessions(bound), files }
  const presentation = { canOpenFolderDialog: false, ...(unopened ? { unopened } : {}) }
  const upgrades = createUpgrades(site, (socket) => {
    serve(presentedBy(client, presentation), webSocketChannel(socket), 'window', schedule)
  })
  server.on('request', (request, response) => {
    respond(site, request, response).catch(() => response.destroy())
  })
  server.on('upgrade', upgrades.handle)
  return {
    port: bound,
    issueUrl: (release) =>
      `http://127.0.0.1:${bound}/#${site.sessions.issueToken()}${release ? releaseRoute(release) : ''}`,
    close: () =>
      new Promise((resolve) => {
        upgrades.close()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const listen = (server: ReturnType<typeof createServer>, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      reject(
        taken
          ? new Error(`Port ${port} is taken by another program. Choose another, or leave it out for a free one.`)
          : error,
      )
    })
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
