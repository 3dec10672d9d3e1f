/** Real receivers of notices: a mail server and a web server on loopback, which keep what they got. */
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { type OnData, SMTPServer } from 'smtp-server'

export type Got = { url: string; headers: http.IncomingHttpHeaders; body: string }

export type WebReceiver = { url: string; got: Got[]; close(): Promise<void> }

/** `answer` decides what becomes of each request; 200 when left out. */
export async function receiveWeb(
  answer: (got: Got, response: http.ServerResponse) => void = (_, response) => void response.end('ok'),
): Promise<WebReceiver> {
  const got: Got[] = []
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const one = { url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') }
    got.push(one)
    answer(one, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () =>
    new Promise<void>((done) => {
      server.closeAllConnections()
      server.close(() => done())
    })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, got, close }
}

export type MailReceiver = { port: number; got: { to: string[]; message: string }[]; close(): Promise<void> }

/** `refuse`: what the server says instead of taking the message; `hold`: it has it, and gives no answer. */
export async function receiveMail(
  options: { refuse?: () => Error | undefined; hold?: () => boolean; port?: number } = {},
): Promise<MailReceiver> {
  const got: MailReceiver['got'] = []
  const onData: OnData = (stream, session, done) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      const refused = options.refuse?.()
      if (refused) return done(refused)
      got.push({
        to: session.envelope.rcptTo.map(({ address }) => address),
        message: Buffer.concat(chunks).toString('utf8'),
      })
      if (!options.hold?.()) done()
    })
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData,
    disableReverseLookup: true,
  })
  server.on('error', () => {})
  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done))
  return {
    port: server.server.address().port,
    got,
    close: () => new Promise<void>((done) => server.close(() => done())),
  }
}
