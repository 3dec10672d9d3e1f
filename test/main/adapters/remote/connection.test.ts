import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sshd, startSshd } from '../../../support/sshd.ts'
import { counting, createRemoteBench, expectAllLines, type RemoteBench, settle, patiently as until } from './support.ts'

let sshd: Sshd
let bench: RemoteBench
beforeAll(async () => {
  sshd = await startSshd()
})
afterAll(() => sshd.close())
beforeEach(() => {
  bench = createRemoteBench(sshd)
})
afterEach(() => bench.dispose())

describe('when the connection breaks', { timeout: 300_000 }, () => {
  test('in the middle, the command goes on and not a byte is lost or doubled', async () => {
    const gate = join(bench.root, 'gate')
    const spec = bench.spec(counting(gate))
    await bench.runner.start(spec)
    const settled = settle(bench.runner, spec.attempt)
    const lines = () => bench.output(spec.attempt).split('\n').length
    for (let drop = 1; drop <= 3; drop++) {
      const before = lines()
      await until(() => lines() > before + 5, 'more output')
      expect(sshd.dropSessions()).toBeGreaterThan(0)
      await until(() => bench.changes.filter((each) => 'lost' in each).length >= drop, 'the loss to be noticed')
      await until(() => bench.changes.filter((each) => 'restored' in each).length > drop, 'the connection to be back')
    }
    writeFileSync(gate, '')
    expect(await settled).toMatchObject({ state: 'finished', exitCode: 3 })
    expectAllLines(bench.output(spec.attempt))
  })

  test('and the host is gone for a while, it says since when and why, and takes the end from there', async () => {
    const gate = join(bench.root, 'gate')
    const spec = bench.spec(counting(gate))
    await bench.runner.start(spec)
    const settled = settle(bench.runner, spec.attempt)
    await until(() => bench.output(spec.attempt).includes('line 3'), 'output')
    await sshd.down()
    sshd.dropSessions()
    const lost = await until(() => bench.changes.find((each) => 'lost' in each), 'the loss to be noticed')
    expect(lost).toMatchObject({ host: 'deploy-01' })
    if ('lost' in lost) expect(Math.abs(Date.now() - lost.lost.sinceMs)).toBeLessThan(30_000)
    writeFileSync(gate, '')
    await sshd.up()
    expect(await settled).toMatchObject({ state: 'finished', exitCode: 3 })
    expectAllLines(bench.output(spec.attempt))
  })

  test('and the command cannot be killed, it is unknown, and where its output is kept is said', async () => {
    const spec = bench.spec('sleep 300')
    const identity = await bench.runner.start(spec)
    const settled = settle(bench.runner, spec.attempt)
    await until(() => bench.changes.length > 0, 'the connection')
    await sshd.down()
    sshd.dropSessions()
    await until(() => bench.changes.some((each) => 'lost' in each), 'the loss to be noticed')
    expect(await bench.runner.signal(spec.attempt, 'TERM')).toBe(false)
    expect(await bench.runner.signal(spec.attempt, 'KILL')).toBe(false)
    const seen = await settled
    expect(seen.state).toBe('unknown')
    expect(seen).toMatchObject({
      reason: expect.stringMatching(
        /^The connection to deploy-01 is lost since \d\d:\d\d:\d\d, and the command could not be ended there/,
      ),
    })
    expect(seen).toMatchObject({ reason: expect.stringContaining(join(sshd.state, spec.nonce)) })
    await sshd.up()
    process.kill(-identity.pid, 'SIGKILL')
  })

  test('and a stop was asked for meanwhile, the command is told when the host is back', async () => {
    const spec = bench.spec('sleep 300')
    await bench.runner.start(spec)
    const settled = settle(bench.runner, spec.attempt)
    await until(() => bench.changes.length > 0, 'the connection')
    await sshd.down()
    sshd.dropSessions()
    await until(() => bench.changes.some((each) => 'lost' in each), 'the loss to be noticed')
    expect(await bench.runner.signal(spec.attempt, 'TERM')).toBe(false)
    await sshd.up()
    expect(await settled).toMatchObject({ state: 'finished', exitCode: 143 })
  })
})

describe('what could not be removed from a host', { timeout: 300_000 }, () => {
  test('is removed when something is started there again', async () => {
    const { spec } = await bench.run('echo done')
    await sshd.down()
    sshd.dropSessions()
    expect(await bench.runner.discard(spec.attempt)).toBe(false)
    await sshd.up()
    const left = join(sshd.state, spec.nonce)
    expect(existsSync(left)).toBe(true)
    const another = bench.another()
    const next = bench.spec('true')
    await another.start(next)
    await until(() => !existsSync(left) && !existsSync(bench.runner.spoolFile(spec.attempt)), 'the rest to be removed')
    await settle(another, next.attempt)
  })
})
