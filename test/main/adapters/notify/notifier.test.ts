/** What the answer of a real receiver means for a message (docs/communication.md, N3 to N6). */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createNotifier } from '../../../../main/adapters/notify/notifier.ts'
import { noKeychain } from '../../../../main/ports/keychain.ts'
import type { Letter } from '../../../../main/ports/notifier.ts'
import { digest } from '../../../../shared/ids.ts'
import type { Channel } from '../../../../shared/runbook/notices/model.ts'
import { freePorts } from '../../../support/free-port.ts'
import { type Got, receiveMail, receiveWeb } from '../../../support/receivers.ts'

const clean: (() => unknown)[] = []
afterEach(async () => {
  for (const each of clean.splice(0).toReversed()) await each()
})
const kept = <T extends { close(): Promise<void> }>(part: T): T => {
  clean.push(() => part.close())
  return part
}
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'cockpit-notify-'))
  clean.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

const learned: string[] = []
const notifier = (timeoutMs = 5000, desktop?: (title: string, body: string) => boolean) =>
  createNotifier({
    env: { TOKEN: 'tok-3f9a81c27b' },
    keychain: noKeychain,
    onSecret: (value) => learned.push(value),
    desktop,
    timeoutMs,
  })

const letter = (channel: Channel, more: Partial<Letter> = {}): Letter => ({
  channel,
  id: 'n7-x',
  about: { kind: 'stage', stageId: 'deployment-scheduled' },
  recipients: ['ada@example.com'],
  subject: 'Deployment scheduled',
  text: 'Friday.\n.\nFrom here on.\n\nLedger 7:abc\n',
  anchor: { size: 7, head: digest('a'.repeat(64)) },
  mode: 'on',
  queuedAtMs: Date.parse('2026-11-20T10:00:00Z'),
  facts: { atMs: Date.parse('2026-11-28T21:00:00Z'), untilMs: Date.parse('2026-11-29T00:00:00Z') },
  release: { ledgerId: '82eb06c2', id: 'parcel-tracker-2.4.0', name: 'Parcel Tracker', version: '2.4.0', folder: '/' },
  ...more,
})
const hook = (url: string): Channel => ({ name: 'hook', kind: 'webhook', format: 'json', url, headers: {} })
const mail = (port: number): Channel => ({
  name: 'mail',
  kind: 'smtp',
  host: '127.0.0.1',
  port,
  secure: false,
  from: 'cockpit@example.com',
  addresses: [],
})

describe('a webhook', () => {
  const answering = async (answer: (got: Got, response: ServerResponse) => void, timeoutMs?: number) => {
    const web = kept(await receiveWeb(answer))
    return { web, sent: await notifier(timeoutMs)(letter(hook(`${web.url}/in?key=hidden`))) }
  }
  const status =
    (code: number, headers = {}, body = '') =>
    (_: Got, response: ServerResponse) =>
      void response.writeHead(code, headers).end(body)

  it('that is not there has not taken it', async () => {
    const sent = await notifier()(letter(hook(`http://127.0.0.1:${await freePorts(1)}/`)))
    expect(sent).toMatchObject({ kind: 'refused', reason: expect.stringContaining('refused the connection') })
  })

  it('that says no has not taken it; a gateway that waited in vain does not know', async () => {
    expect((await answering(status(503, {}, 'down'))).sent).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/in\?… answers 503 down\.$/),
    })
    expect((await answering(status(404))).sent.kind).toBe('refused')
    for (const gateway of [502, 504]) expect((await answering(status(gateway))).sent.kind).toBe('unknown')
  })

  it('that redirects is not followed and not tried again, and gets one request', async () => {
    const { web, sent } = await answering(status(302, { location: '/in' }))
    expect(sent).toMatchObject({
      kind: 'refused',
      isFinal: true,
      reason: expect.stringContaining('(/in): write that one into the channel'),
    })
    expect(web.got).toHaveLength(1)
  })

  it('that never answers, or hangs up when it has it, may have taken it', async () => {
    expect((await answering(() => {}, 300)).sent).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('no complete answer within 0.3 s'),
    })
    expect((await answering((_, response) => response.destroy())).sent.kind).toBe('unknown')
  })

  it('that answers without end, or with control characters, is not read to the end', async () => {
    const flood = (_: Got, response: ServerResponse) => {
      response.writeHead(200)
      const more = () =>
        void (
          response.writable &&
          !response.destroyed &&
          response.write('\u001b[2Jx'.repeat(2000)) &&
          setImmediate(more)
        )
      response.on('drain', more)
      more()
    }
    const { sent } = await answering(flood)
    expect(sent.kind).toBe('delivered')
    expect(sent.kind === 'delivered' && sent.response.length).toBeLessThan(300)
    expect(JSON.stringify(sent)).not.toContain('\\u001b')
  })

  it('is asked with what its references say, which are known as secrets from then on; a missing one is a sentence', async () => {
    const web = kept(await receiveWeb())
    const channel = { ...hook(web.url), headers: { Authorization: { env: 'TOKEN' } } } as Channel
    expect((await notifier()(letter(channel))).kind).toBe('delivered')
    expect(web.got[0]!.headers.authorization).toBe('tok-3f9a81c27b')
    expect(learned).toContain('tok-3f9a81c27b')
    const missing = { ...hook(web.url), url: { env: 'NOWHERE' } } as Channel
    expect(await notifier()(letter(missing))).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('NOWHERE is not set'),
    })
    const broken = { ...hook(web.url), headers: { 'X-A': 'a\r\nX-B: b' } } as Channel
    expect(await notifier()(letter(broken))).toMatchObject({ kind: 'refused', isFinal: true })
    expect(web.got).toHaveLength(1)
  })
})

describe('a mail server', () => {
  it('gets the text byte for byte, also a line of one dot, and no header but ours', async () => {
    const server = kept(await receiveMail())
    expect(await notifier()(letter(mail(server.port)))).toMatchObject({ kind: 'delivered' })
    const [head, body] = server.got[0]!.message.split('\r\n\r\n', 1).concat(
      server.got[0]!.message.split('\r\n\r\n').slice(1).join('\r\n\r\n'),
    )
    expect(body!.replaceAll('\r\n', '\n')).toBe('Friday.\n.\nFrom here on.\n\nLedger 7:abc\n')
    expect(head!.match(/^[\w-]+(?=:)/gm)!.toSorted()).toEqual(
      [
        'Auto-Submitted',
        'Content-Transfer-Encoding',
        'Content-Type',
        'Date',
        'From',
        'MIME-Version',
        'Message-ID',
        'Subject',
        'To',
        'X-Release-Cockpit-Ledger',
      ].toSorted(),
    )
  })

  it('lets no subject or address bring a header', async () => {
    const server = kept(await receiveMail())
    await notifier()(
      letter(mail(server.port), { subject: 'A\r\nBcc: evil@example.com', recipients: ['ada@example.com'] }),
    )
    expect(server.got[0]!.to).toEqual(['ada@example.com'])
    expect(server.got[0]!.message).not.toMatch(/^Bcc:/m)
  })

  it('that says no has not taken it; one that hangs when it has it may have', async () => {
    const refusing = kept(
      await receiveMail({ refuse: () => Object.assign(new Error('Mailbox full'), { responseCode: 452 }) }),
    )
    expect(await notifier()(letter(mail(refusing.port)))).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('452 Mailbox full'),
    })
    const holding = kept(await receiveMail({ hold: () => true }))
    expect((await notifier(500)(letter(mail(holding.port)))).kind).toBe('unknown')
    const down = await notifier()(letter(mail(await freePorts(1))))
    expect(down).toMatchObject({ kind: 'refused', reason: expect.stringContaining('refused the connection') })
    const nobody = await notifier()(letter(mail(holding.port), { recipients: [] }))
    expect(nobody).toMatchObject({ kind: 'refused', isFinal: true })
  })
})

describe('other channels', () => {
  it('a calendar file holds the window once, and a cancellation takes its place', async () => {
    const at = folder()
    const channel: Channel = { name: 'dates', kind: 'calendar', folder: at }
    expect(await notifier()(letter(channel))).toMatchObject({ kind: 'delivered' })
    const read = () => readFileSync(join(at, 'parcel-tracker-2.4.0.ics'), 'utf8').replaceAll('\r\n ', '')
    expect(read()).toContain('DTSTART:20261128T210000Z\r\nDTEND:20261129T000000Z')
    expect(read()).toContain('UID:82eb06c2@release-cockpit.invalid')
    await notifier()(
      letter(channel, {
        about: { kind: 'stage', stageId: 'cancelled' },
        anchor: { size: 9, head: digest('b'.repeat(64)) },
      }),
    )
    expect(readdirSync(at)).toEqual(['parcel-tracker-2.4.0.ics'])
    expect(read()).toContain('STATUS:CANCELLED')
    expect(read()).toContain('SEQUENCE:9')
    const file = join(at, 'file')
    writeFileSync(file, '')
    expect(await notifier()(letter({ ...channel, folder: join(file, 'in') }))).toMatchObject({ kind: 'refused' })
  })

  it('Grafana is asked at its annotations with the token', async () => {
    const web = kept(await receiveWeb((_, response) => void response.end('{"id":1}')))
    const channel: Channel = { name: 'g', kind: 'grafana', url: `${web.url}/grafana/`, token: { env: 'TOKEN' } }
    expect(await notifier()(letter(channel))).toEqual({ kind: 'delivered', response: '200 {"id":1}' })
    expect([web.got[0]!.url, web.got[0]!.headers.authorization]).toEqual([
      '/grafana/api/annotations',
      'Bearer tok-3f9a81c27b',
    ])
  })

  it('the desktop is where the desktop app is; in another host it is in the deck', async () => {
    const channel: Channel = { name: 'screen', kind: 'desktop' }
    const shown: string[] = []
    expect(await notifier(5000, (title) => shown.push(title) > 0)(letter(channel))).toMatchObject({ kind: 'delivered' })
    expect(shown).toEqual(['Deployment scheduled'])
    expect(await notifier()(letter(channel))).toEqual({
      kind: 'delivered',
      response: 'Shown in the deck: only the desktop app has notifications.',
    })
  })
})
