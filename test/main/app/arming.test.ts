/** Protected runs are armed by what was shown (docs/security.md, rules A1 to A6). Real owner; windows over the real contract. */
import { afterEach, expect, test } from 'vitest'
import { schedule } from '../../../main/app/schedule.ts'
import type { CockpitClient } from '../../../shared/contract/client.ts'
import { remoteClient } from '../../../shared/contract/remote-client.ts'
import { type Peer, serve } from '../../../shared/contract/serve.ts'
import { type Digest, digest, stageId } from '../../../shared/ids.ts'
import { channelPair } from '../../support/channel-pair.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig } from '../../support/rig.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

const PRODUCTION = { stageId: stageId('production'), environment: 'production' }

const noted = () => step('ask', {}, { kind: 'manual', text: '', inputs: ['TICKET'] })

/** A window (or a terminal) over a real owner, with one protected and one open environment. */
async function room(peer: Peer = 'window') {
  const rig = new Rig(
    definitionOf([stage('production', [noted()]), stage('staging', [noted()])], {
      environments: [
        { name: 'production', vars: { REGION: 'eu' }, secrets: {}, protected: true },
        { name: 'staging', vars: {}, secrets: {}, protected: false },
      ],
    }),
  )
  cleanUps.push(() => rig.close())
  await rig.open()
  const [near, far] = channelPair()
  serve(rig.owner.client, far, peer, schedule)
  const client = remoteClient(near)
  cleanUps.push(() => client.close())
  return { rig, client }
}

type Room = Awaited<ReturnType<typeof room>>

const show = ({ rig, client }: Room, inputs: Record<string, string> = { TICKET: 'CHG-1' }) =>
  client.call('run.preview', { release: rig.state.release, ...PRODUCTION, inputs })

type Start = { arm?: string; shownDigest?: Digest; environment?: string; inputs?: Record<string, string> }

async function start({ rig, client }: Room, { arm, ...more }: Start = {}): Promise<string> {
  const command = { type: 'run.start' as const, ...PRODUCTION, inputs: { TICKET: 'CHG-1' }, ...more }
  const as = { name: 'Ada' }
  const answer = await client.call('command.send', { release: rig.state.release, command, as, ...(arm ? { arm } : {}) })
  return answer.ok ? 'started' : answer.rejection.code
}

const failureOf = (call: Promise<unknown>): Promise<{ code?: string; message?: string }> =>
  call.then(
    () => ({}),
    (error) => error,
  )

const stop = async (client: CockpitClient, { state }: Rig) => {
  const command = { type: 'run.stop' as const, runId: state.runOrder.at(-1)!, reason: 'over' }
  await client.call('command.send', { release: state.release, command, as: { name: 'Ada' } })
}

test.each<Peer>(['window', 'terminal'])(
  'A1 A2: from a %s a protected run starts with the token of what was shown, and with nothing else',
  async (peer) => {
    const here = await room(peer)
    const { arm, resolvedDigest } = await show(here)
    expect(await start(here)).toBe('not-armed')
    expect(await start(here, { shownDigest: resolvedDigest })).toBe('not-armed')
    expect(await start(here, { arm: 'A'.repeat(43) })).toBe('not-armed')
    expect(here.rig.state.runOrder).toEqual([])
    expect(await start(here, { arm: arm!.token })).toBe('started')
  },
)

test('A3: a token starts one run, never a second, and keeps being good while a gate refuses the start', async () => {
  const here = await room()
  const { arm } = await show(here)
  here.rig.tell({ type: 'release.postpone', reason: 'not tonight' })
  expect(await start(here, { arm: arm!.token })).toBe('postponed')
  here.rig.tell({ type: 'release.reopen', reason: 'tonight after all' })
  expect(await start(here, { arm: arm!.token })).toBe('started')
  await stop(here.client, here.rig)
  expect(await start(here, { arm: arm!.token })).toBe('not-armed')
})

test('A4: a token is good for a quarter of an hour, also when the machine sleeps meanwhile', async () => {
  const here = await room()
  const { arm } = await show(here)
  here.rig.time.sleep(15 * 60_000 + 1000)
  expect(await start(here, { arm: arm!.token })).toBe('not-armed')
  expect(await start(here, { arm: (await show(here)).arm!.token })).toBe('started')
})

test('A2: a token arms the digest it was shown with, for its release, stage and environment', async () => {
  const here = await room()
  const other = await show(here, { TICKET: 'CHG-2' })
  expect(await start(here, { arm: other.arm!.token })).toBe('changed-since-shown')
  expect(await start(here, { arm: other.arm!.token, shownDigest: digest('e'.repeat(64)) })).toBe('changed-since-shown')
  const { arm } = await show(here)
  const staging = { stageId: stageId('staging') } as object
  expect(await start(here, { arm: arm!.token, ...staging })).toBe('changed-since-shown')
  expect(here.rig.state.runOrder).toEqual([])
})

test('A5: an environment that is not protected asks for no token, and none is made for it', async () => {
  const here = await room()
  const asked = { release: here.rig.state.release, stageId: stageId('staging'), environment: 'staging', inputs: {} }
  expect(await here.client.call('run.preview', asked)).not.toHaveProperty('arm')
  expect(await start(here, { environment: 'staging' })).toBe('started')
})

test('A6: the token is nowhere on the record, and is not known to the next owner', async () => {
  const here = await room()
  const [first, second] = [await show(here), await show(here)]
  expect(await start(here, { arm: first.arm!.token })).toBe('started')
  await stop(here.client, here.rig)
  const { events } = await here.client.call('events.read', { release: here.rig.state.release })
  expect(JSON.stringify(events)).not.toContain(first.arm!.token)
  await here.rig.owner.close()
  await here.rig.open()
  const answer = await here.rig.owner.client.call('command.send', {
    release: here.rig.state.release,
    command: { type: 'run.start', ...PRODUCTION, inputs: { TICKET: 'CHG-1' } },
    as: { name: 'Ada' },
    arm: second.arm!.token,
  })
  expect(answer).toMatchObject({ ok: false, rejection: { code: 'not-armed' } })
})

test('a rollback asks for no token: the way back is never blocked', async () => {
  const here = await room()
  expect(await start(here, { arm: (await show(here)).arm!.token })).toBe('started')
  const command = { type: 'rollback.start' as const, environment: 'production' }
  const answer = await here.client.call('command.send', {
    release: here.rig.state.release,
    command,
    as: { name: 'Ada' },
  })
  expect(answer.ok ? '' : answer.rejection.code).not.toBe('not-armed')
})

test('W3: a window gives only inputs that the runbook asks for or release.yaml sets; a terminal any', async () => {
  const here = await room()
  for (const name of ['PATH', 'NODE_OPTIONS', 'GIT_SSH_COMMAND', '__proto__x', 'HOME']) {
    const failure = await failureOf(start(here, { inputs: { TICKET: 'CHG-1', [name]: '/tmp/evil' } }))
    expect(failure, name).toMatchObject({ code: 'not-from-a-window' })
  }
  const given = { TICKET: 'CHG-1', REGION: 'us' }
  expect(await start(here, { arm: (await show(here, given)).arm!.token, inputs: given })).toBe('started')

  const terminal = await room('terminal')
  const any = { TICKET: 'CHG-1', PATH: '/usr/bin:/bin' }
  expect(await start(terminal, { arm: (await show(terminal, any)).arm!.token, inputs: any })).toBe('started')
})
