/** The parts of nodemailer that are used; it brings no types. */
declare module 'nodemailer/lib/smtp-connection' {
  import type { Readable } from 'node:stream'

  export type SmtpError = Error & { code?: string; responseCode?: number; response?: string }
  export type SmtpInfo = { accepted: string[]; rejected: string[]; response: string }
  export default class SMTPConnection {
    constructor(options: Record<string, unknown>)
    on(event: 'error', listener: (error: SmtpError) => void): this
    connect(done: (error?: SmtpError | null) => void): void
    login(auth: { credentials: { user: string; pass: string } }, done: (error?: SmtpError | null) => void): void
    send(
      envelope: { from: string; to: string[] },
      message: Readable,
      done: (error: SmtpError | null, info?: SmtpInfo) => void,
    ): void
    quit(): void
    close(): void
  }
}

declare module 'nodemailer/lib/mail-composer' {
  export default class MailComposer {
    constructor(mail: Record<string, unknown>)
    compile(): { build(): Promise<Buffer> }
  }
}
