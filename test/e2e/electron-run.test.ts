/** The desktop app during a run. */
import { beforeAll, describe, expect, it } from 'vitest'
import { selectCurrentRun } from '../../shared/domain/steps.ts'
import { ensureBuilt } from '../support/built.ts'
import { until } from '../support/until.ts'
import { confirm, follow, launched, startRun, terminalOf, train } from './desktop.ts'

beforeAll(() => ensureBuilt('client', 'main', 'preload'))

describe('the desktop during a run', () => {
  it('keeps the machine awake, shows progress, and calls a person once when one is needed', async () => {
    const desktop = await launched()
    const client = await terminalOf(desktop)
    const { folder, letGo } = train()
    const run = await startRun(client, folder)
    await desktop.observation('power', ({ awake }) => awake)
    letGo()
    const call = await desktop.observation('notification')
    expect(call).toMatchObject({ title: 'Night Train 2.0.0 · staging', body: '“Wave goodbye” needs a person.' })
    await desktop.observation('progress', ({ fraction }) => fraction === 0.5)
    await confirm(client, run)
    await desktop.observation('power', ({ awake }) => !awake)
    await desktop.observation('progress', ({ fraction }) => fraction === -1)
    expect(desktop.observed.filter(({ kind }) => kind === 'notification')).toHaveLength(1)
  })

  it('explains on closing that the run goes on, guards it without a window, and ends after it', async () => {
    const desktop = await launched()
    const client = await terminalOf(desktop)
    const { folder, letGo } = train()
    const run = await startRun(client, folder)
    await desktop.observation('power', ({ awake }) => awake)
    desktop.instruct({ kind: 'close-window' })
    const asked = await desktop.observation('dialog')
    expect(asked.message).toBe('A run is in progress, and it goes on.')
    expect(asked.buttons).toEqual(['Close the window', 'Keep it open'])
    const closed = desktop.page.waitForEvent('close')
    desktop.instruct({ kind: 'answer', button: 0 })
    await closed
    letGo()
    await confirm(client, run)
    await until(() => selectCurrentRun(run.state())?.finished, 'the run to finish')
    expect(selectCurrentRun(run.state())?.finished).toMatchObject({ outcome: 'succeeded' })
    expect(await desktop.exited).toBe(0)
  })

  it('stays open when the person thinks again', async () => {
    const desktop = await launched()
    const { folder } = train()
    await startRun(await terminalOf(desktop), folder)
    await desktop.observation('power', ({ awake }) => awake)
    desktop.instruct({ kind: 'close-window' })
    await desktop.observation('dialog')
    desktop.instruct({ kind: 'answer', button: 1 })
    expect(await desktop.page.title()).not.toBe('')
    expect(desktop.page.isClosed()).toBe(false)
  })

  it('killed in the middle, finds the command again at the next start, with all its output', async () => {
    const first = await launched()
    const { folder, letGo } = train()
    const before = await startRun(await terminalOf(first), folder)
    const attempt = await until(
      () => Object.values(before.state().attempts).find(({ status }) => status === 'running'),
      'the command',
    )
    await first.kill()
    letGo()
    const second = await launched({ ledger: first.ledger, profile: first.profile })
    const client = await terminalOf(second)
    const run = await follow(client, before.release)
    const ended = await until(() => {
      const now = run.state().attempts[attempt.id]!
      return now.status !== 'running' && now
    }, 'the end of the command')
    expect(ended).toMatchObject({ status: 'succeeded', exitCode: 0 })
    const { bytes } = await client.call('output.read', { attempt: attempt.id, offset: 0, length: 65_536 })
    expect(new TextDecoder().decode(bytes)).toBe('leaving platform 9\ngone\n')
    // A busy machine takes so long to start again that a person has to say first that the run goes on.
    const { runId } = attempt
    const release = before.release
    const goOn = { type: 'gap.acknowledge', runId, decision: 'continue' } as const
    await client.call('command.send', { release, command: goOn, as: { name: 'Ada Obi' } })
    await confirm(client, run)
  })
})
