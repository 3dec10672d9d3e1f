/** The cockpit is killed, or what watches the command on its host. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createProcessTable } from '../../../../main/adapters/processes/process-table.ts'
import type { CommandSpec, ProcessIdentity } from '../../../../main/ports/process-runner.ts'
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

const launcherFile = new URL('./launcher.ts', import.meta.url).pathname

/** Starts and follows a command in another cockpit process, and kills that cockpit once `until` holds. */
async function startAndLoseCockpit(spec: CommandSpec, ready: () => boolean): Promise<ProcessIdentity> {
  const launcher = spawn(process.execPath, [launcherFile, bench.directory, JSON.stringify(spec)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: launcher.stdout }), 'line')
  await until(ready, 'the output to come over')
  launcher.kill('SIGKILL')
  await once(launcher, 'close')
  return JSON.parse(line)
}

describe('when the cockpit is killed', { timeout: 300_000 }, () => {
  test('the next one goes on at the byte it has, and the exit code is known', async () => {
    const gate = join(bench.root, 'gate')
    const spec = bench.spec(counting(gate))
    const identity = await startAndLoseCockpit(spec, () => {
      try {
        return bench.output(spec.attempt).includes('line 20\n')
      } catch {
        return false
      }
    })
    expect(bench.runner.observe(spec.attempt)).toEqual({ state: 'running', identity })
    expect(bench.runner.forbid(spec.attempt)).toBe(false)
    sshd.dropSessions()
    const settled = settle(bench.runner, spec.attempt)
    writeFileSync(gate, '')
    expect(await settled).toMatchObject({ state: 'finished', exitCode: 3 })
    expectAllLines(bench.output(spec.attempt))
  })
})

describe('when the process that watches the command there is killed', { timeout: 300_000 }, () => {
  test('the exit is unknowable while the command runs, and unknown after', async () => {
    const spec = bench.spec('sleep 300 & echo $!; wait')
    const identity = await bench.runner.start(spec)
    const settled = settle(bench.runner, spec.attempt)
    const pid = Number(await until(() => /^\d+(?=\n)/.exec(bench.output(spec.attempt))?.[0], 'its pid'))
    process.kill(identity.pid, 'SIGKILL')
    const seen = await settled
    expect(seen.state).toBe('exit-unknowable')
    expect(seen.state === 'exit-unknowable' && seen.pids).toContain(pid)
    expect(await bench.runner.signal(spec.attempt, 'KILL')).toBe(true)
    await until(() => createProcessTable().find(pid)?.zombie !== false, 'the command to end')
  })

  test('an attempt of an earlier boot of the host was interrupted by its restart', async () => {
    const spec = bench.spec('sleep 300')
    const identity = await bench.runner.start(spec)
    writeFileSync(join(sshd.state, spec.nonce, 'boot'), 'an earlier boot\n')
    expect(await settle(bench.another(), spec.attempt)).toEqual({ state: 'interrupted-by-reboot' })
    expect(await bench.runner.signal(spec.attempt, 'KILL')).toBe(false)
    process.kill(-identity.pid, 'SIGKILL')
  })
})
