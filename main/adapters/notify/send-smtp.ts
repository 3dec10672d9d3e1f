/**
 * Mail over SMTP (nodemailer). A server that says no, or a connection that ends before it asked for the message, has not taken it; one that ends after
 * the message began and before the answer may have.
 */
import { Readable } from 'node:stream'
import { messageKey } from '../../../shared/documents/notices/payloads.ts'
import type { Channel } from '../../../shared/runbook/notices/model.ts'
import { type Letter, SEND_TIMEOUT_MS, type Sent } from '../../ports/notifier.ts'
import { describeFailure } from '../http-check/describe-failure.ts'

type Smtp = Extract<Channel, { kind: 'smtp' }>
export type SmtpAccess = { user?: string; password?: string; ca?: string; timeoutMs?: number }

const LOOPBACK = ['localhost', '127.0.0.1', '::1']

/** Without a time or a random boundary of its own: the same message each time. */
export async function composeMail(letter: Letter, from: string): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const { subject, text, recipients, anchor, queuedAtMs } = letter
  return new MailComposer({
    from,
    to: recipients,
    subject,
    text,
    date: new Date(queuedAtMs),
    messageId: `<${messageKey(letter)}@release-cockpit.invalid>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Release-Cockpit-Ledger': `${anchor.size}:${anchor.head}` },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
}

const optionsOf = ({ host, port, secure }: Smtp, { password, ca }: SmtpAccess, timeoutMs: number) => ({
  host,
  port,
  secure,
  // A password never goes over a line that anybody can read.
  requireTLS: !secure && password !== undefined && !LOOPBACK.includes(host),
  connectionTimeout: timeoutMs,
  greetingTimeout: timeoutMs,
  socketTimeout: timeoutMs,
  dnsTimeout: timeoutMs,
  logger: false,
  ...(ca === undefined ? {} : { tls: { ca } }),
})

type Failed = Error & { responseCode?: number; response?: string }

/** nodemailer puts a code of its own over the system's, which stands in the message still. */
const systemError = (error: Failed): Error => {
  const code = /\b(E[A-Z]{4,}|[A-Z]+(?:_[A-Z]+)+)\b/.exec(error.message)?.[1]
  return code ? Object.assign(new Error(error.message), { code }) : error
}

function failure({ host, port }: Smtp, error: Failed, isHandedOver: boolean): Sent {
  const name = `${host}:${port}`
  if (error.responseCode !== undefined && error.responseCode >= 400)
    return { kind: 'refused', reason: `${name} says ${(error.response ?? error.message).slice(0, 300)}.` }
  const reason = `${name} ${describeFailure(systemError(error), 'name its authority with “ca:” of the channel')}.`
  return isHandedOver ? { kind: 'unknown', reason } : { kind: 'refused', reason }
}

/** Never rejects. */
export async function sendSmtp(channel: Smtp, letter: Letter, access: SmtpAccess): Promise<Sent> {
  const { recipients } = letter
  if (recipients.length === 0)
    return { kind: 'refused', isFinal: true, reason: 'It is for nobody with a mail address: give the team contacts.' }
  const { default: SMTPConnection } = await import('nodemailer/lib/smtp-connection')
  const bytes = await composeMail(letter, channel.from)
  const { timeoutMs = SEND_TIMEOUT_MS, user, password } = access
  let isHandedOver = false
  /** Read for the first time when the server has asked for the message. */
  const message = new Readable({
    read() {
      isHandedOver = true
      this.push(bytes)
      this.push(null)
    },
  })
  const connection = new SMTPConnection(optionsOf(channel, access, timeoutMs))
  return new Promise((resolve) => {
    const end = (sent: Sent) => {
      clearTimeout(timer)
      if (sent.kind === 'delivered') connection.quit()
      else connection.close()
      resolve(sent)
    }
    const fail = (error: Failed) => end(failure(channel, error, isHandedOver))
    const late = Object.assign(new Error(`no answer within ${timeoutMs / 1000} s`), { code: 'TIMEOUT' })
    const timer = setTimeout(() => fail(late), timeoutMs)
    const send = () =>
      connection.send({ from: channel.from, to: recipients }, message, (error, info) => {
        if (error) return fail(error)
        const not = info!.rejected.length > 0 ? ` Not taken for: ${info!.rejected.join(', ')}.` : ''
        end({ kind: 'delivered', response: `${info!.response.slice(0, 300)}${not}` })
      })
    connection.on('error', fail)
    connection.connect((error) => {
      if (error) fail(error)
      else if (user !== undefined && password !== undefined)
        connection.login({ credentials: { user, pass: password } }, (refused) => (refused ? fail(refused) : send()))
      else send()
    })
  })
}
