/** What tests use of smtp-server; it brings no types. */
declare module 'smtp-server' {
  import type { AddressInfo } from 'node:net'
  import type { Readable } from 'node:stream'

  export type Session = { envelope: { rcptTo: { address: string }[] } }
  export class SMTPServer {
    constructor(options: Record<string, unknown>)
    listen(port: number, host: string, done: () => void): void
    close(done: () => void): void
    on(event: 'error', listener: (error: Error) => void): void
    server: { address(): AddressInfo }
  }
  export type OnData = (stream: Readable, session: Session, done: (error?: Error | null) => void) => void
}
