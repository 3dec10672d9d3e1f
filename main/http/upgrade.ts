import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Refusal, refuseHost, refuseOrigin } from './origin-rules.ts'
import type { Site } from './respond.ts'

export const WIRE_PATH = '/wire'

/** Commands are small; output and events only travel the other way. */
const MAX_PAYLOAD_BYTES = 256 * 1024

export type Upgrades = {
  handle(request: IncomingMessage, stream: Duplex, head: Buffer): void
  close(): void
}

/** WebSockets of pages that hold a session, and of nobody else. */
export const createUpgrades = (site: Site, onSocket: (socket: WebSocket) => void): Upgrades => {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES, perMessageDeflate: false })
  return {
    handle(request, stream, head) {
      stream.on('error', () => stream.destroy())
      const refusal = refuseHost(request, site.port) ?? refuseOrigin(request, true) ?? refuseSession(site, request)
      if (refusal) refuse(stream, refusal)
      else server.handleUpgrade(request, stream, head, onSocket)
    },
    close() {
      for (const socket of server.clients) socket.terminate()
      server.close()
    },
  }
}

const refuseSession = ({ sessions }: Site, request: IncomingMessage): Refusal | undefined => {
  if (request.url !== WIRE_PATH) return { status: 404, sentence: 'There is nothing here.' }
  return sessions.isKnown(request) ? undefined : { status: 401, sentence: 'Open the address the cockpit printed.' }
}

const refuse = (stream: Duplex, { status, sentence }: Refusal): void => {
  stream.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n${sentence}\n`,
  )
}
