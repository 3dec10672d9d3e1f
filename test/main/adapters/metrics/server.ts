import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

export type TestServer = {
  url: string
  port: number
  requests: http.IncomingMessage[]
  sockets: number
  close(): Promise<void>
}

/** A real HTTP server on a free loopback port. */
export const startServer = async (handler: http.RequestListener, port = 0): Promise<TestServer> => {
  const requests: http.IncomingMessage[] = []
  const server = http.createServer((request, response) => {
    requests.push(request)
    handler(request, response)
  })
  const started: TestServer = {
    url: '',
    port: 0,
    requests,
    sockets: 0,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  server.on('connection', () => started.sockets++)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  started.port = (server.address() as AddressInfo).port
  started.url = `http://127.0.0.1:${started.port}`
  return started
}

/** Asks again until the answer fits, for at most `deadlineMs`; then fails with what it saw last. */
export const eventually = async <T>(
  ask: () => T | Promise<T>,
  fits: (value: T) => boolean,
  deadlineMs = 60_000,
): Promise<T> => {
  const endMs = Date.now() + deadlineMs
  for (;;) {
    const value = await ask()
    if (fits(value)) return value
    if (Date.now() > endMs) throw new Error(`Still not so after ${deadlineMs} ms: ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
