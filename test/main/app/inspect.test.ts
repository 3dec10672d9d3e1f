/** A command whose shim was killed: what a person is told, and its own verify as evidence. Real processes, real owner. */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { inspectionFacts } from '../../../shared/documents/inspection-facts.ts'
import { stageId } from '../../../shared/ids.ts'
import type { StepAttributes } from '../../../shared/runbook/model.ts'
import { cockpit } from '../../support/cockpit-command.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const rigs: Rig[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) {
    for (const { pid } of (await inspect(rig)).processes) process.kill(pid, 'SIGKILL')
    await rig.close()
  }
})

/** Its shim is killed while it runs: its exit can never be known. */
async function orphaned(attributes: StepAttributes = {}, env: Record<string, string> = {}): Promise<Rig> {
  const text = 'echo migrating; echo "half way"; exec sleep 300'
  const environment = { name: 'production', vars: {}, secrets: { TOKEN: { env: 'MY_TOKEN' } }, protected: false }
  const definition = definitionOf([stage('production', [step('migrate', attributes, { text, language: 'sh' })])], {
    environments: [env.MY_TOKEN ? environment : { ...environment, secrets: {} }],
  })
  const rig = new Rig(definition)
  rigs.push(rig)
  await rig.open({ ...process.env, ...env })
  rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
  await waitFor('the command to print', async () =>
    rig.attempt('migrate')?.status === 'running' ? (await rig.output('migrate')).includes('half way') : false,
  )
  process.kill(rig.attempt('migrate')!.identity!.pid, 'SIGKILL')
  await waitFor('the unknown outcome', () => rig.attempt('migrate')?.status === 'unknown')
  await waitFor('the command itself', async () =>
    (await inspect(rig)).processes.some(({ command }) => command === 'sleep 300'),
  )
  return rig
}

const about = (rig: Rig) => ({ release: rig.state.release, attempt: rig.attempt('migrate')!.id })
const inspect = (rig: Rig) => rig.owner.client.call('attempt.inspect', about(rig))
const verify = (rig: Rig) => rig.owner.client.call('attempt.verify', { ...about(rig), as: { name: 'Ada Obi' } })

describe('Inspecting an unknown outcome', () => {
  test('names what still runs, who claimed it, the empty exit record and the last lines, and records nothing', async () => {
    const rig = await orphaned()
    const { pid } = rig.attempt('migrate')!.identity!
    const size = rig.state.size
    const seen = await inspect(rig)
    expect(seen).toMatchObject({
      claim: { by: 'shim', pid },
      exit: { state: 'empty' },
      shim: { pid, isAlive: false },
      processes: [{ command: 'sleep 300' }],
      lastLines: ['migrating', 'half way'],
      stored: { lines: 2 },
    })
    expect(seen.boot?.atStart).toBe(seen.boot?.now)
    expect(seen.spool?.file.startsWith(seen.directory!)).toBe(true)
    expect(rig.state.size).toBe(size)
    process.kill(seen.processes[0]!.pid, 'SIGKILL')
    await waitFor('its end to be seen', async () => (await inspect(rig)).processes.length === 0)
  })

  test('says that the machine was restarted, and a damaged exit record', async () => {
    const rig = await orphaned()
    const [{ pid } = { pid: 0 }] = (await inspect(rig)).processes
    process.kill(pid, 'SIGKILL')
    await waitFor('the end of the command', async () => (await inspect(rig)).processes.length === 0)
    const at = (name: string) => globSync(join(rig.folder, 'ledger.db.runs', '*', '*', name))[0]!
    writeFileSync(
      at('attempt'),
      JSON.stringify({ ...JSON.parse(readFileSync(at('attempt'), 'utf8')), bootId: 'before' }),
    )
    writeFileSync(at('exit'), 'cockpit-exit half')
    const facts = Object.fromEntries(inspectionFacts(await inspect(rig), () => '22:03:04'))
    expect(facts.Machine).toMatch(/^restarted since: before then, /)
    expect(facts['Exit record']).toBe('damaged: half written, or of another attempt, 22:03:04')
    expect(facts['Still alive']).toBe('nothing')
  })

  test('reads the same in a terminal, where verify can be run too', async () => {
    const rig = await orphaned({ verify: 'echo looked; exit 3' })
    const seen = await cockpit(['inspect', 'migrate', '--verify', '--as', 'Ben Ito', '--db', rig.ledgerFile])
    expect(seen).toMatchObject({ code: 0, stderr: '' })
    expect(seen.stdout).toMatch(/^migrate \(migrate, attempt 1 of run p-\w+\): unknown/)
    expect(seen.stdout).toMatch(/ {2}Still alive +\d+ sleep 300\n/)
    expect(seen.stdout).toMatch(/ {2}Claim +.*, by the shim, process \d+\n/)
    expect(seen.stdout).toMatch(/ {2}Exit record +empty: the shim ended before it could write the exit code\n/)
    expect(seen.stdout).toContain('  | half way\n')
    expect(seen.stdout).toContain('  | looked\n')
    expect(seen.stdout).toContain('Its effect was not found: verify ended with exit 3')
    expect(rig.attempt('migrate')).toMatchObject({
      status: 'unknown',
      effectChecks: [{ isThere: false, by: { name: 'Ben Ito' } }],
    })
    const other = await cockpit(['inspect', 'nothing-like-it', '--db', rig.ledgerFile])
    expect(other).toMatchObject({ code: 2, stderr: 'Nothing was run that is called "nothing-like-it".\n' })
  })
})

describe("A step's verify, run for an unknown outcome", () => {
  test('is evidence on the record, masked, and a person still says what the outcome was', async () => {
    const secrets = { MY_TOKEN: 'tr0ub4dor&3xyz' }
    const rig = await orphaned({ verify: 'echo "asked with $TOKEN"; echo version 2' }, secrets)
    expect(await verify(rig)).toMatchObject({ ok: true, isThere: true })
    const [check] = rig.attempt('migrate')!.effectChecks!
    expect(check).toMatchObject({ isThere: true, by: { kind: 'person', name: 'Ada Obi' } })
    expect(check!.output).toContain('asked with ***\nversion 2\n')
    expect(rig.attempt('migrate')?.status).toBe('unknown')
    rig.tell({
      type: 'step.resolve',
      attemptId: about(rig).attempt,
      outcome: 'succeeded',
      reason: 'Version 2 answers.',
    })
    expect(rig.attempt('migrate')?.status).toBe('succeeded')
    expect(await verify(rig)).toMatchObject({ ok: false, rejection: { code: 'wrong-state' } })
  })

  test('asked for by two people at once runs once', async () => {
    const rig = await orphaned({ verify: 'echo x >> ran' })
    const both = await Promise.all([verify(rig), verify(rig)])
    expect(both.map((each) => each.ok)).toEqual([true, true])
    expect(readFileSync(join(rig.folder, 'ran'), 'utf8')).toBe('x\n')
    expect(rig.attempt('migrate')?.effectChecks).toHaveLength(1)
  })

  test('that the step does not name is refused with what to do instead', async () => {
    const rig = await orphaned()
    expect(await verify(rig)).toMatchObject({
      ok: false,
      rejection: { message: '"migrate" names no verify: look for its effect by hand.' },
    })
  })
})
