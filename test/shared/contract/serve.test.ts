import { describe, expect, it } from 'vitest'
import type { CockpitClient, FeedMessage } from '../../../shared/contract/client.ts'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import type { Method } from '../../../shared/contract/methods.ts'
import { remoteClient } from '../../../shared/contract/remote-client.ts'
import { type Peer, serve } from '../../../shared/contract/serve.ts'
import { WireFailure, wireFailure } from '../../../shared/contract/wire-failure.ts'
import { attemptId, releaseId, runId } from '../../../shared/ids.ts'
import { channelPair, manualSchedule } from '../../support/channel-pair.ts'
import { fakeCockpit, helloAnswer } from '../../support/fake-cockpit.ts'

const joined = (cockpit: CockpitClient, peer: Peer = 'terminal') => {
  const [near, far] = channelPair()
  const timers = manualSchedule()
  serve(cockpit, far, peer, timers.schedule)
  return { client: remoteClient(near), near, far, timers }
}

const failureOf = (promise: Promise<unknown>): Promise<WireFailure> =>
  promise.then(
    () => expect.fail('The call was expected to fail.'),
    (error) => error,
  )

describe('a call over a channel', () => {
  it('brings back the answer of the cockpit at the other end', async () => {
    await expect(joined(fakeCockpit()).client.call('hello', {})).resolves.toEqual(helloAnswer)
  })

  it('carries output bytes unchanged', async () => {
    const bytes = Uint8Array.from({ length: 65_536 }, (_, index) => index % 256)
    const read = { offset: 0, bytes, firstLine: 0, headBytes: 65_536, headLines: 3 }
    const { client } = joined(fakeCockpit({ 'output.read': () => read }))
    const answer = await client.call('output.read', { attempt: attemptId('a-1'), length: 65_536 })
    expect(answer).toEqual(read)
  })

  it('answers calls in whatever order they finish', async () => {
    let finishFirst: (list: []) => void = () => {}
    const slow = new Promise<[]>((resolve) => {
      finishFirst = resolve
    })
    const { client } = joined(fakeCockpit({ 'releases.list': () => slow }))
    const first = client.call('releases.list', {})
    await expect(client.call('hello', {})).resolves.toEqual(helloAnswer)
    finishFirst([])
    await expect(first).resolves.toEqual([])
  })

  it('refuses a method it does not know, by name', async () => {
    const { client } = joined(fakeCockpit())
    const failure = await failureOf(client.call('rm.everything' as Method, {} as never))
    expect(failure).toBeInstanceOf(WireFailure)
    expect(failure.code).toBe('unknown-method')
    expect(failure.message).toContain('"rm.everything"')
  })

  it.each(['toString', '__proto__', 'constructor'])('does not take %s for a method', async (name) => {
    expect((await failureOf(joined(fakeCockpit()).client.call(name as Method, {} as never))).code).toBe(
      'unknown-method',
    )
  })

  it('refuses parameters that do not fit, says which, and never hands them on', async () => {
    const cockpit = fakeCockpit()
    const failure = await failureOf(
      joined(cockpit).client.call('output.read', { attempt: attemptId('a'), length: 1e9 }),
    )
    expect(failure.code).toBe('bad-params')
    expect(failure.message).toMatch(/length: /)
    expect(cockpit.calls).toEqual([])
  })

  it('hands on only parameters the contract knows, with defaults filled in', async () => {
    const cockpit = fakeCockpit({ 'sample.open': () => ({ findings: [] }) })
    await joined(cockpit).client.call('sample.open', { script: 'rm -rf /' } as never)
    expect(cockpit.calls).toEqual([{ method: 'sample.open', params: { name: 'parcel-tracker' } }])
  })

  it('says what went wrong without a stack trace or a second line', async () => {
    const cockpit = fakeCockpit({
      'machine.check': () => {
        throw new Error('disk is gone\n    at secretPlace (/home/ada/x.ts:1:1)')
      },
    })
    const { client, far } = joined(cockpit)
    const failure = await failureOf(client.call('machine.check', {}))
    expect(failure).toMatchObject({ code: 'internal', message: 'The cockpit could not do machine.check: disk is gone' })
    expect(far.sent.join()).not.toContain('secretPlace')
  })

  it('keeps the code of a failure that was meant for the person', async () => {
    const cockpit = fakeCockpit({
      'release.open': () => {
        throw wireFailure('no-folder', 'There is no folder x.')
      },
    })
    const failure = await failureOf(joined(cockpit).client.call('release.open', { folder: 'x' }))
    expect(failure).toMatchObject({ code: 'no-folder', message: 'There is no folder x.' })
  })

  it('is rejected, not left hanging, when the connection goes', async () => {
    const { client, far } = joined(fakeCockpit({ 'releases.list': () => new Promise(() => {}) }))
    const states: string[] = []
    client.onConnection((state, detail) => states.push(`${state}: ${detail}`))
    const open = failureOf(client.call('releases.list', {}))
    far.close('owner ended')
    expect((await open).code).toBe('connection-lost')
    expect((await failureOf(client.call('hello', {}))).code).toBe('connection-lost')
    expect(states).toEqual(['connected: Connected.', 'lost: owner ended'])
  })
})

describe('a message that is no request', () => {
  it.each(['', '{', '[]', 'null', '{"id":-1,"method":"hello"}', '{"method":"hello"}'])(
    'is answered: %j',
    async (text) => {
      const [near, far] = channelPair()
      serve(fakeCockpit(), far, 'terminal', manualSchedule().schedule)
      near.send(text)
      await Promise.resolve()
      expect(JSON.parse(far.sent[0]!)).toMatchObject({ error: { code: 'bad-message' } })
    },
  )
})

describe('an id that every object answers to', () => {
  const note = (text: string) => ({ type: 'note.add', text }) as const
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('names no run: %s', async (id) => {
    const cockpit = fakeCockpit({ 'command.send': () => ({ ok: true, seqs: [] }) })
    const { client } = joined(cockpit, 'terminal')
    const about = { release: releaseId('r'), as: { name: 'Ada' } }
    const failure = await failureOf(
      client.call('command.send', { ...about, command: { type: 'run.resume', runId: runId(id) } }),
    )
    expect(failure).toMatchObject({ code: 'bad-params', message: expect.stringContaining('nothing is called so') })
    await client.call('command.send', { ...about, command: note(id) })
    expect(cockpit.calls).toHaveLength(1)
  })
})

describe('a window', () => {
  const as = { name: 'Ada' }
  const command = { type: 'live.observe', environment: 'production' } as const

  it('cannot hand environment variables to commands', async () => {
    const cockpit = fakeCockpit()
    const { client } = joined(cockpit, 'window')
    const params = { release: releaseId('r'), command, as, environmentVariables: { PATH: '/tmp/evil' } }
    expect((await failureOf(client.call('command.send', params))).code).toBe('not-from-a-window')
    expect(cockpit.calls).toEqual([])
  })

  it('cannot hand over the text of a command, nor look up what would confirm it', async () => {
    const cockpit = fakeCockpit()
    const { client } = joined(cockpit, 'window')
    const typed: CommandInput = { type: 'step.exec', argv: ['rm', '-rf', '/'], reason: 'evil' }
    const params = { release: releaseId('r'), command: typed }
    expect((await failureOf(client.call('command.send', { ...params, as }))).code).toBe('not-from-a-window')
    expect((await failureOf(client.call('exec.preview', params))).code).toBe('not-from-a-window')
    expect(cockpit.calls).toEqual([])
  })

  it('cannot choose which file an export or a document overwrites', async () => {
    const { client } = joined(fakeCockpit(), 'window')
    const params = { release: releaseId('r'), format: 'jsonl', file: '/home/ada/.bashrc' } as const
    expect((await failureOf(client.call('ledger.export', params))).code).toBe('not-from-a-window')
    const document = {
      release: releaseId('r'),
      document: 'checklist',
      format: 'md',
      file: '/home/ada/.bashrc',
    } as const
    expect((await failureOf(client.call('document.write', document))).code).toBe('not-from-a-window')
    const fixes = { release: releaseId('r'), kind: 'patch', file: '/home/ada/.bashrc' } as const
    expect((await failureOf(client.call('review.fixes', fixes))).code).toBe('not-from-a-window')
  })

  it('can send commands that name steps', async () => {
    const cockpit = fakeCockpit({ 'command.send': () => ({ ok: true, seqs: [7] }) })
    const { client } = joined(cockpit, 'window')
    await expect(client.call('command.send', { release: releaseId('r'), command, as })).resolves.toEqual({
      ok: true,
      seqs: [7],
    })
  })

  it('is known to the owner as a window, whatever it says of itself', async () => {
    for (const peer of ['window', 'terminal'] as const) {
      const cockpit = fakeCockpit({ 'command.send': () => ({ ok: true, seqs: [] }) })
      const params = { release: releaseId('r'), command, as, isFromWindow: false }
      await joined(cockpit, peer).client.call('command.send', params)
      expect(cockpit.calls[0]!.params).toMatchObject({ isFromWindow: peer === 'window' })
    }
  })
})

describe('the feed', () => {
  const head = (attempt: string, headBytes: number): FeedMessage => ({
    kind: 'output',
    attempt: attemptId(attempt),
    headBytes,
    headLines: headBytes,
  })
  const received = (client: CockpitClient) => {
    const messages: FeedMessage[] = []
    client.onFeed((message) => messages.push(message))
    return messages
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve))

  it('brings events in order', async () => {
    const cockpit = fakeCockpit()
    const { client } = joined(cockpit)
    const messages = received(client)
    const sent: FeedMessage[] = [1, 2, 3].map((epoch) => ({ kind: 'owner', epoch }))
    for (const message of sent) cockpit.feed(message)
    await settled()
    expect(messages).toEqual(sent)
  })

  it('sends the first output head at once and then only the newest of each attempt per interval', async () => {
    const cockpit = fakeCockpit()
    const { client, timers } = joined(cockpit)
    const messages = received(client)
    for (let bytes = 1; bytes <= 1000; bytes++) cockpit.feed(head('a', bytes))
    cockpit.feed(head('b', 5))
    timers.runDue()
    timers.runDue()
    await settled()
    expect(messages).toEqual([head('a', 1), head('a', 1000), head('b', 5)])
    expect(timers.waiting()).toBe(0)
  })

  it('holds output heads back while the client is slow, and loses no last one', async () => {
    const cockpit = fakeCockpit()
    const { client, far, timers } = joined(cockpit)
    const messages = received(client)
    far.pending = 1_000_000
    for (let bytes = 1; bytes <= 50; bytes++) {
      cockpit.feed(head('a', bytes))
      timers.runDue()
    }
    await settled()
    expect(messages).toEqual([])
    far.pending = 0
    timers.runDue()
    await settled()
    expect(messages).toEqual([head('a', 50)])
  })

  it('lets go of a client that stopped reading altogether, instead of filling memory', () => {
    const cockpit = fakeCockpit()
    const { far } = joined(cockpit)
    far.pending = 1_000_000_000
    cockpit.feed({ kind: 'owner', epoch: 2 })
    expect(far.isOpen()).toBe(false)
    expect(cockpit.listeners()).toBe(0)
  })

  it('ends with the channel and leaves no timer behind', () => {
    const cockpit = fakeCockpit()
    const { far, timers } = joined(cockpit)
    cockpit.feed(head('a', 1))
    far.close()
    expect(cockpit.listeners()).toBe(0)
    expect(timers.waiting()).toBe(0)
  })
})
