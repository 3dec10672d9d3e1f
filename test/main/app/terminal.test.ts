/** People answering interactive steps, through the contract of a real owner. */
import { spawn } from 'node:child_process'
import { globSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { encodeBase64 } from '../../../shared/contract/base64.ts'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import { stageId } from '../../../shared/ids.ts'
import type { ReleaseDefinition, StepAttributes } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const rigs: Rig[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close()
})

const START: CommandInput = { type: 'run.start', stageId: stageId('production'), environment: 'production' }

const asking = (text: string, attributes: StepAttributes = {}, more: Partial<ReleaseDefinition> = {}) =>
  definitionOf(
    [stage('production', [step('ask', { interactive: true, ...attributes }, { text, language: 'bash' })])],
    more,
  )

async function begun(definition: ReleaseDefinition, env: Record<string, string> = {}): Promise<Rig> {
  const rig = new Rig(definition)
  rigs.push(rig)
  await rig.open({ ...process.env, ...env })
  rig.tell(START)
  return rig
}

const type = (rig: Rig, text: string, name = 'Ada Obi') =>
  rig.owner.client.call('terminal.send', {
    release: rig.state.release,
    attempt: rig.attempt('ask')!.id,
    base64: encodeBase64(Buffer.from(text)),
    as: { name },
  })

async function prompted(rig: Rig, prompt: string): Promise<void> {
  await waitFor('the step to run', () => rig.attempt('ask')?.status === 'running')
  const id = rig.attempt('ask')!.id
  let head = 0
  rig.owner.client.onFeed((message) => {
    if (message.kind === 'output' && message.attempt === id) head = message.headBytes
  })
  await waitFor(`output of ${prompt.length} bytes`, () => {
    void rig.owner.client.call('output.head', { attempt: id }).then((now) => {
      head = Math.max(head, now.bytes)
    })
    return head >= prompt.length
  })
  expect(await rig.output('ask')).toContain(prompt)
}

const terminalNoted = (rig: Rig) => globSync(join(rig.folder, 'ledger.db.runs', '*', '*', 'terminal')).length > 0

const ended = (rig: Rig) => waitFor('the end of the run', () => rig.run.finished !== undefined)

async function entries(rig: Rig) {
  const { events } = await rig.owner.client.call('events.read', { release: rig.state.release, limit: 5000 })
  return events
}

describe('An answer', () => {
  test('ends a question; who typed is on record, never what', async () => {
    const rig = await begun(asking('read -s -p "Password: " word; echo; echo "${#word} characters"'))
    await prompted(rig, 'Password: ')
    expect(await type(rig, 'hunter')).toEqual({ ok: true })
    expect(await type(rig, '2 is mine\r')).toEqual({ ok: true })
    await ended(rig)
    expect(rig.attempt('ask')?.status).toBe('succeeded')
    expect(await rig.output('ask')).toBe('Password: \r\n15 characters\r\n')
    const typed = (await entries(rig)).filter((event) => event.type === 'step.input-typed')
    expect(typed.map((event) => [event.actor, event.payload.bytes])).toMatchObject([
      [{ kind: 'person', name: 'Ada Obi' }, 6],
      [{ kind: 'person', name: 'Ada Obi' }, 10],
    ])
    expect(JSON.stringify(await entries(rig))).not.toContain('hunter')
  })

  test('that is a known secret and is echoed is masked in what is kept', async () => {
    const environment = { name: 'production', vars: {}, secrets: { TOKEN: { env: 'MY_TOKEN' } }, protected: false }
    const rig = await begun(asking('read -p "Token: " word; echo "got $word"', {}, { environments: [environment] }), {
      MY_TOKEN: 'tr0ub4dor&3xyz',
    })
    await prompted(rig, 'Token: ')
    await type(rig, 'tr0ub4dor&3xyz\r')
    await ended(rig)
    expect(await rig.output('ask')).toBe('Token: ***\r\ngot ***\r\n')
  })

  test('by two people names both, and a burst of keys is not an entry each', async () => {
    const rig = await begun(asking('stty -icanon; echo ready; head -c 40 >/dev/null'))
    await prompted(rig, 'ready')
    for (let key = 0; key < 20; key++) await type(rig, 'a')
    for (let key = 0; key < 20; key++) await type(rig, 'b', 'Ben Ito')
    await ended(rig)
    const typed = (await entries(rig)).filter((event) => event.type === 'step.input-typed')
    expect(typed.map((event) => (event.actor.kind === 'person' ? event.actor.name : ''))).toEqual([
      'Ada Obi',
      'Ben Ito',
    ])
  })

  test('after a kill -9 of the cockpit reaches the command from the next one', async () => {
    const rig = new Rig(asking('read -p "Go on? [y/N] " answer; echo "said $answer"; [ "$answer" = y ]'))
    rigs.push(rig)
    writeFileSync(join(rig.folder, 'definition.json'), JSON.stringify(rig.definition))
    const script = join(import.meta.dirname, '..', '..', 'support', 'start-and-hang.ts')
    const child = spawn(process.execPath, [script, rig.folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    await waitFor('the note of the terminal', () => terminalNoted(rig))
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    await rig.open()
    await prompted(rig, 'Go on? [y/N] ')
    expect(await type(rig, 'y\r')).toEqual({ ok: true })
    await waitFor('the end of the step', () => rig.attempt('ask')?.status === 'succeeded')
    expect(await rig.output('ask')).toBe('Go on? [y/N] y\r\nsaid y\r\n')
    expect(Object.values(rig.state.attempts)).toHaveLength(1)
  })
})

describe('A paste', () => {
  test('that the command does not read yet is refused as such, and counted once when it is sent again', async () => {
    const rig = await begun(asking('echo ready; sleep 60'))
    await prompted(rig, 'ready')
    const { pid } = rig.attempt('ask')!.identity!
    process.kill(-pid, 'SIGSTOP')
    try {
      let sent: Awaited<ReturnType<typeof type>> = { ok: true }
      let accepted = 0
      while (sent.ok) {
        sent = await type(rig, `${'x'.repeat(4095)}\r`)
        if (sent.ok) accepted += 4096
      }
      expect(sent).toMatchObject({ rejection: { code: 'input-unread' } })
      for (let again = 0; again < 3; again++) await type(rig, `${'x'.repeat(4095)}\r`)
      const typed = (await entries(rig)).filter((event) => event.type === 'step.input-typed')
      expect(typed.reduce((sum, event) => sum + event.payload.bytes, 0)).toBe(accepted + 4096)
    } finally {
      process.kill(-pid, 'SIGCONT')
    }
  })
})

describe('A step on a terminal', () => {
  test('is stopped like any other', async () => {
    const rig = await begun(asking('trap "echo cleaning; exit 9" TERM; echo ready; while :; do sleep 0.02; done'))
    await prompted(rig, 'ready')
    rig.tell({ type: 'step.stop', attemptId: rig.attempt('ask')!.id, reason: 'Wrong host.' })
    await waitFor('the end of the step', () => rig.attempt('ask')?.status === 'stopped')
    expect(rig.attempt('ask')).toMatchObject({ exitCode: 9 })
    expect(await rig.output('ask')).toContain('cleaning')
  })

  test('that nobody answers runs into its timeout', async () => {
    const rig = await begun(asking('read -p "Anybody? " x', { timeoutMs: 600 }))
    await waitFor('the timeout', () => rig.attempt('ask')?.status === 'timed-out')
    expect(rig.attempt('ask')?.reason).not.toContain('Still running')
  })

  test('takes the size it is given', async () => {
    const rig = await begun(asking('echo ready; read x; stty size'))
    await prompted(rig, 'ready')
    const { release } = rig.state
    const size = { release, attempt: rig.attempt('ask')!.id, columns: 120, rows: 40 }
    expect(await rig.owner.client.call('terminal.resize', size)).toEqual({ resized: true })
    await type(rig, '\r')
    await ended(rig)
    expect(await rig.output('ask')).toContain('40 120')
    expect(await rig.owner.client.call('terminal.resize', size)).toEqual({ resized: false })
  })
})

describe('Typing is refused', () => {
  test('for a step that is not interactive, and for one that is over', async () => {
    const plain = await begun(asking('sleep 60', { interactive: false }))
    await waitFor('the step to run', () => plain.attempt('ask')?.status === 'running')
    expect(await type(plain, 'y\r')).toMatchObject({ ok: false, rejection: { code: 'not-interactive' } })
    plain.tell({ type: 'step.stop', attemptId: plain.attempt('ask')!.id, reason: 'Enough.' })
    await waitFor('the end of the step', () => plain.attempt('ask')?.status === 'stopped')
    const over = await begun(asking('echo hello'))
    await ended(over)
    expect(await type(over, 'y\r')).toMatchObject({ ok: false, rejection: { code: 'wrong-state' } })
  })

  test('beyond four KiB at once', async () => {
    const rig = await begun(asking('read x'))
    await waitFor('the step to run', () => rig.attempt('ask')?.status === 'running')
    await expect(type(rig, 'x'.repeat(5000))).rejects.toThrow()
    await type(rig, '\r')
    await ended(rig)
  })
})
