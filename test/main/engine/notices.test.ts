/** Notices through the real engine, to a real mail server and a real web server (docs/communication.md, N1 to N7). */
import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { messageKey } from '../../../shared/documents/notices/payloads.ts'
import { stageId } from '../../../shared/ids.ts'
import type { Channel } from '../../../shared/runbook/notices/model.ts'
import { freePorts } from '../../support/free-port.ts'
import { noticePlan, withNotices } from '../../support/notice-plan.ts'
import { receiveMail, receiveWeb } from '../../support/receivers.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const mailTo = (port: number): Channel => ({
  name: 'mail',
  kind: 'smtp',
  host: '127.0.0.1',
  port,
  secure: false,
  from: 'cockpit@example.com',
  addresses: ['all@example.com'],
})
const hookTo = (url: string): Channel => ({ name: 'hook', kind: 'webhook', format: 'json', url, headers: {} })
/** Without the process: it would ask for a drill first. */
const definitionOf = (channels: Channel[]) => {
  const { process: _, windows: __, ...definition } = withNotices(noticePlan({ channels }))
  return { ...definition, windows: [] }
}

const clean: (() => unknown)[] = []
afterEach(async () => {
  for (const each of clean.splice(0).toReversed()) await each()
})
const kept = <T extends { close(): Promise<void> }>(part: T): T => {
  clean.push(() => part.close())
  return part
}
const notices = (rig: Rig) => Object.values(rig.state.notices?.byId ?? {})
const statuses = (rig: Rig) => notices(rig).map(({ id, status }) => `${id} ${status}`)
const start = (rig: Rig) => rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })

describe('notices of a run', () => {
  it('are received once each by mail and by webhook, with a key a repetition is told by, and the response is on record', async () => {
    const [mail, web] = [kept(await receiveMail()), kept(await receiveWeb())]
    const rig = kept(await new Rig(definitionOf([mailTo(mail.port), hookTo(web.url)])).open())
    start(rig)
    await waitFor(
      'the end of the run told',
      () => notices(rig).length === 4 && notices(rig).every(({ status }) => status === 'delivered'),
    )
    expect(mail.got.map(({ to }) => to)).toEqual([
      ['all@example.com', 'mei@example.com'],
      ['all@example.com', 'mei@example.com'],
    ])
    expect(mail.got[0]!.message).toMatch(/^Subject: Parcel Tracker 2\.4\.0: started in production\r$/m)
    const [first] = notices(rig)
    expect(mail.got[0]!.message.replace(/\s+/g, ' ')).toContain(
      `Message-ID: <${rig.state.ledgerId}.${first!.id}@release-cockpit.invalid>`,
    )
    const keys = web.got.map(({ headers }) => headers['idempotency-key'])
    expect(new Set(keys).size).toBe(2)
    expect(JSON.parse(web.got[0]!.body)).toMatchObject({
      specversion: '1.0',
      id: keys[0],
      data: { ledger: expect.stringMatching(/^\d+:[0-9a-f]{64}$/) },
    })
    expect(notices(rig)[1]!.response).toBe('200 ok')
  })

  it('N6: killed between sending and recording: nobody knows, nothing is sent again until a person says so, then under the same key', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cockpit-rig-'))
    let isSilent = true
    const web = kept(await receiveWeb((_, response) => void (isSilent || response.end('ok'))))
    const mail = kept(await receiveMail({ hold: () => isSilent }))
    const definition = definitionOf([mailTo(mail.port), hookTo(web.url)])
    writeFileSync(join(folder, 'definition.json'), JSON.stringify(definition))
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../support/start-and-hang.ts'), folder], {
      stdio: 'inherit',
    })
    await waitFor('both to be received', () => web.got.length > 0 && mail.got.length > 0)
    child.kill('SIGKILL')
    await new Promise((done) => child.once('exit', done))
    isSilent = false
    const rig = kept(await new Rig(definition, folder).open())
    const lost = notices(rig).filter(({ status }) => status === 'unknown')
    expect(new Set(lost.map(({ channelId }) => channelId))).toEqual(new Set(['mail', 'hook']))
    const hooks = web.got.length
    const [mails, hook] = [mail.got.length, lost.find(({ channelId }) => channelId === 'hook')!]
    rig.tell({
      type: 'notice.resolve',
      notice: lost.find(({ channelId }) => channelId === 'mail')!.id,
      outcome: 'arrived',
      reason: 'Mei has it.',
    })
    rig.tell({ type: 'notice.resolve', notice: hook.id, outcome: 'send-again', reason: 'Not in the room.' })
    await waitFor('it to be received', () => rig.state.notices!.byId[hook.id]!.status === 'delivered')
    const key = messageKey({ ...hook, release: { ledgerId: rig.state.ledgerId, id: '', name: '', version: '' } })
    expect(web.got.filter(({ headers }) => headers['idempotency-key'] === key)).toHaveLength(2)
    expect(web.got.length).toBeGreaterThan(hooks)
    expect(
      mail.got.filter(({ message }) => message.includes(`.${lost.find(({ channelId }) => channelId === 'mail')!.id}@`)),
    ).toHaveLength(1)
    expect(mails).toBeGreaterThan(0)
  })

  it('N5: a mail server that is down for a while gets each message once when it is back, and the run never waits', async () => {
    const port = await freePorts(1)
    const rig = kept(await new Rig(definitionOf([mailTo(port)])).open())
    start(rig)
    await waitFor('the run to end', () => rig.run.finished?.outcome === 'succeeded')
    await waitFor(
      'both to be refused',
      () =>
        notices(rig).length === 2 && notices(rig).every(({ attempts, status }) => attempts > 0 && status === 'queued'),
    )
    expect(notices(rig)[0]!.reason).toBe(`127.0.0.1:${port} refused the connection: nothing listens there.`)
    const mail = kept(await receiveMail({ port }))
    for (const { id } of notices(rig))
      rig.tell({ type: 'notice.resolve', notice: id, outcome: 'send-again', reason: 'It is back.' })
    await waitFor('both to be received', () => statuses(rig).every((each) => each.endsWith('delivered')))
    expect(mail.got).toHaveLength(2)
  })

  it('N2: hides a secret in what it sends', async () => {
    const web = kept(await receiveWeb())
    const definition = definitionOf([hookTo(web.url)])
    definition.environments[0]!.secrets = { TOKEN: { env: 'TOKEN' } }
    const rig = kept(await new Rig(definition).open({ ...process.env, TOKEN: 'tok-3f9a81c27b' }))
    const words = 'Leaked tok-3f9a81c27b.'
    const command = { type: 'issue.declare', environment: 'production', severity: 'critical', words } as const
    await rig.owner.client.call('command.send', { release: rig.state.release, command, as: { name: 'Ada Obi' } })
    await waitFor('it to be received', () => web.got.length === 1)
    expect(web.got[0]!.body).toContain('Leaked ')
    expect(web.got[0]!.body).not.toContain('tok-3f9a81c27b')
  })
})
