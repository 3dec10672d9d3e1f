/** The connection breaks while a command is being started. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createProcessTable } from '../../../../main/adapters/processes/process-table.ts'
import { type Sshd, startSshd } from '../../../support/sshd.ts'
import { createRemoteBench, type RemoteBench, settle, patiently as until } from './support.ts'

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

describe('when the connection breaks while the command is being started', { timeout: 300_000 }, () => {
  let slow: Sshd
  let gate: string
  /** Programs of the host that wait for a gate, ahead of the real ones on its PATH. */
  const slowPrograms = async (...names: string[]) => {
    const bin = join(bench.root, 'bin')
    mkdirSync(bin)
    gate = join(bench.root, 'gate')
    for (const name of names) {
      const text = `#!/bin/sh\ncase $1 in -p) exec /usr/bin/${name} "$@";; esac\necho here >>'${bin}/${name}.called'\nuntil [ -e '${gate}' ]; do /bin/sleep 0.02; done\nexec /usr/bin/${name} "$@"\n`
      writeFileSync(join(bin, name), text)
      chmodSync(join(bin, name), 0o755)
    }
    slow = await startSshd({ env: { PATH: `${bin}:/usr/bin:/bin`, XDG_STATE_HOME: `${bench.root}/state` } })
    return (name: string) => {
      try {
        return readFileSync(join(bin, `${name}.called`), 'utf8') !== ''
      } catch {
        return false
      }
    }
  }
  afterEach(async () => {
    if (gate) writeFileSync(gate, '')
    await slow?.close()
  })
  const specOn = (script: string) => bench.spec(script, { on: { host: slow.host, config: slow.clientConfig } })

  test('before the command ran, it has never started and never will', async () => {
    const called = await slowPrograms('mkdir')
    const marker = join(bench.root, 'ran')
    const spec = specOn(`echo >'${marker}'`)
    const started = bench.runner.start(spec)
    await until(() => called('mkdir'), 'the start to be under way')
    slow.dropSessions()
    expect(await started).toMatchObject({ pid: 0, host: 'deploy-01' })
    expect(bench.runner.forbid(spec.attempt)).toBe(false)
    expect(await settle(bench.runner, spec.attempt)).toEqual({
      state: 'never-started',
      final: { reason: 'The command never started on deploy-01.' },
    })
    writeFileSync(gate, '')
    const claim = join(bench.root, 'state', 'release-cockpit', spec.nonce, 'claim')
    expect(readFileSync(claim, 'utf8')).toBe('cockpit\n')
    await until(() => !psHas(spec.nonce), 'the start to be over')
    expect(() => readFileSync(marker)).toThrow('ENOENT')
  })

  test('after it began, it is found running and followed to its end', async () => {
    const called = await slowPrograms('sleep')
    const spec = specOn('/bin/sleep 1; echo done')
    const started = bench.runner.start(spec)
    await until(() => called('sleep'), 'the start to wait')
    slow.dropSessions()
    const identity = await started
    writeFileSync(gate, '')
    const seen = await settle(bench.runner, spec.attempt)
    expect(seen).toMatchObject({ state: 'finished', exitCode: 0 })
    expect(bench.output(spec.attempt)).toBe('done\n')
    expect(identity.nonce).toBe(spec.nonce)
  })
})

const psHas = (nonce: string) =>
  createProcessTable()
    .all()
    .some((each) => each.commandLine().includes(nonce))
