import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Step } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const SECRET = 'c4nary-of-the-night'
const command = (id: string, text: string, attributes: Step['attributes'] = {}) =>
  step(id, attributes, { text, language: 'bash' })

let rig: Rig
afterEach(() => rig.close())

/** A run with a secret whose cockpit is killed with -9 in the middle of a step; the ledger is opened without the secret. */
async function takenUpWithout(value?: string): Promise<void> {
  const work = command(
    'work',
    'echo "one $TOKEN"; touch started; while [ ! -e go ]; do sleep 0.05; done; echo "two $TOKEN"',
  )
  const environments = [{ name: 'production', vars: {}, secrets: { TOKEN: { env: 'TOKEN' } }, protected: false }]
  const undo = stage('rollback', [command('back', 'echo back')], { kind: 'rollback' })
  const forward = stage('production', [work, command('after', 'echo "after $TOKEN"')])
  rig = new Rig(definitionOf([forward, undo], { environments }))
  writeFileSync(join(rig.folder, 'definition.json'), JSON.stringify(rig.definition))
  const script = join(import.meta.dirname, '..', '..', 'support', 'start-and-hang.ts')
  const child = spawn(process.execPath, [script, rig.folder], {
    env: { ...process.env, TOKEN: SECRET },
    stdio: 'ignore',
  })
  await waitFor('the step to run', () => existsSync(join(rig.folder, 'started')))
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  await rig.open({ ...process.env, TOKEN: value })
}

const go = () => writeFileSync(join(rig.folder, 'go'), '')
const provide = (more: { values?: Record<string, string>; goOn?: boolean }) =>
  rig.owner.client.call('secrets.provide', {
    release: rig.state.release,
    runId: rig.run.id,
    as: { name: 'Ada Obi' },
    ...more,
  })
const ended = () =>
  waitFor('the run', () => {
    if (rig.run.finished) return rig.run.finished
    rig.tell({ type: 'gap.acknowledge', runId: rig.run.id, decision: 'continue' })
    return undefined
  })
const record = async () => {
  const { events } = await rig.owner.client.call('events.read', { release: rig.state.release })
  return JSON.stringify(events)
}

describe('A run taken up by a cockpit that lacks its secrets', () => {
  test('asks for them, stores nothing unmasked meanwhile, and goes on with the very value it began with', async () => {
    await takenUpWithout(undefined)
    expect(rig.run.secretsNeeded).toEqual({ missing: ['TOKEN'], changed: [] })
    go()
    expect(await provide({ values: { TOKEN: 'short' } })).toMatchObject({ ok: false })
    // Any other name would be one more variable of every command.
    expect(await provide({ values: { TOKEN: SECRET, LD_PRELOAD: '/tmp/evil.so' } })).toMatchObject({
      ok: false,
      message: expect.stringContaining('LD_PRELOAD is no secret this run waits for'),
    })
    expect(await provide({ values: { TOKEN: 'not-the-same-value' } })).toMatchObject({
      ok: false,
      message: expect.stringContaining('Not the value this run began with: TOKEN'),
    })
    expect(await provide({ values: { TOKEN: SECRET } })).toEqual({ ok: true })
    expect(await ended()).toMatchObject({ outcome: 'succeeded' })
    expect(await rig.output('work')).toBe('one ***\ntwo ***\n')
    expect(await rig.output('after')).toBe('after ***\n')
    expect(await record()).not.toContain(SECRET)
    expect(readFileSync(rig.ledgerFile).includes(SECRET)).toBe(false)
  })

  test('says when a value is another one now, and goes on with it when a person says so', async () => {
    await takenUpWithout('rotated-in-the-meantime')
    expect(rig.run.secretsNeeded).toEqual({ missing: [], changed: ['TOKEN'] })
    go()
    expect(await provide({ goOn: true })).toEqual({ ok: true })
    await ended()
    expect(await rig.output('after')).toBe('after ***\n')
  })

  test('never holds up the way back: the stopped step ends without its output being stored', async () => {
    await takenUpWithout(undefined)
    const answer = rig.tell({ type: 'rollback.start', environment: 'production', reason: 'It must go.' })
    expect(answer).not.toHaveProperty('rejection')
    await waitFor('the rollback', () => rig.run.kind === 'rollback' && rig.run.finished)
    const work = await waitFor('the stopped step', () => {
      const attempt = rig.attempt('work')
      return attempt?.status === 'stopped' && attempt
    })
    expect(work.reason).toContain('the secrets to hide in it are missing')
    expect(await record()).not.toContain(SECRET)
  })
})

test('A run taken up with the same secrets asks for nothing', async () => {
  await takenUpWithout(SECRET)
  expect(rig.run.secretsNeeded).toBeUndefined()
  go()
  await ended()
  expect(await rig.output('work')).toBe('one ***\ntwo ***\n')
})
