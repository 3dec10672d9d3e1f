import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import type { CockpitClient } from '../../../shared/contract/client.ts'
import { serve } from '../../../shared/contract/serve.ts'
import { schedule } from '../schedule.ts'
import { addressFile, readAddress, socketPath, writeAddress } from './address.ts'
import { lineChannel } from './line-channel.ts'

const MAX_REQUEST_BYTES = 8 * 1024 * 1024

export type SocketServer = { path: string; connections(): number; close(): Promise<void> }

/**
 * Serves a ledger's owner to other processes of this user. Call it only while holding the ledger's lock: a socket that a dead owner left
 * behind is removed here.
 */
export const serveSocket = async (client: CockpitClient, ledgerFile: string): Promise<SocketServer> => {
  const path = socketPath(ledgerFile)
  if (process.platform !== 'win32') rmSync(path, { force: true })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    serve(client, lineChannel(socket, MAX_REQUEST_BYTES), 'terminal', schedule)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  if (process.platform !== 'win32') chmodSync(path, 0o600)
  server.unref()
  writeAddress(ledgerFile, { path, pid: process.pid })

  return {
    path,
    connections: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
        if (readAddress(ledgerFile)?.pid === process.pid) rmSync(addressFile(ledgerFile), { force: true })
      }),
  }
}
