import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createProcessTable } from '../../../../main/adapters/processes/process-table.ts'
import type { CommandSpec, ProcessIdentity } from '../../../../main/ports/process-runner.ts'
import { attemptId } from '../../../../shared/ids.ts'
import { PATIENCE_MS } from '../../../support/until.ts'
import { type Bench, createBench, until } from './support.ts'

let bench: Bench
beforeEach(() => {
  bench = createBench()
})
afterEach(() => bench.dispose())

const launcherFile = new URL('./launcher.ts', import.meta.url).pathname

/** Starts a command in another cockpit process and kills that cockpit. */
async function startAndLoseCockpit(spec: CommandSpec): Promise<ProcessIdentity> {
  const launcher = spawn(process.execPath, [launcherFile, bench.directory, JSON.stringify(spec)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: launcher.stdout }), 'line')
  launcher.kill('SIGKILL')
  await once(launcher, 'close')
  return JSON.parse(line)
}

const fileOf = (spec: CommandSpec, name: string) => join(dirname(bench.runner.spoolFile(spec.attempt)), name)
const claimed = (spec: CommandSpec) =>
  until(() => existsSync(fileOf(spec, 'claim')) && readFileSync(fileOf(spec, 'claim'), 'utf8').endsWith('\n'))
const running = (pid: number) => createProcessTable().find(pid)?.zombie === false

describe('when the cockpit is killed', () => {
  test('the command goes on and another cockpit sees it run, then its output and exit code', async () => {
    const gate = join(bench.root, 'gate')
    const spec = bench.spec(`echo before; until [ -e '${gate}' ]; do sleep 0.02; done; echo after; exit 3`)
    const identity = await startAndLoseCockpit(spec)
    expect(bench.runner.observe(spec.attempt)).toEqual({ state: 'running', identity })
    const settled = bench.runner.settled(spec.attempt, AbortSignal.timeout(PATIENCE_MS))
    writeFileSync(gate, '')
    expect(await settled).toMatchObject({ state: 'finished', exitCode: 3 })
    expect(bench.output(spec.attempt)).toBe('before\nafter\n')
  })

  test('before it wrote down who the shim is, the shim is found by its claim, or by its nonce', async () => {
    const spec = bench.spec('sleep 60')
    const identity = await startAndLoseCockpit(spec)
    await claimed(spec)
    rmSync(fileOf(spec, 'identity'))
    expect(bench.another().observe(spec.attempt)).toEqual({ state: 'running', identity })
    rmSync(fileOf(spec, 'claim'))
    expect(bench.another().observe(spec.attempt)).toEqual({ state: 'running', identity })
    expect(bench.another().signal(spec.attempt, 'TERM')).toBe(true)
  })
})

describe('when the shim is killed', () => {
  test('the exit is unknowable while the command runs and unknown after', async () => {
    const spec = bench.spec('sleep 60 & echo $!; wait')
    const identity = await startAndLoseCockpit(spec)
    await until(() => bench.output(spec.attempt).endsWith('\n'))
    const settled = bench.runner.settled(spec.attempt, AbortSignal.timeout(PATIENCE_MS))
    process.kill(identity.pid, 'SIGKILL')
    const seen = await settled
    expect(seen.state).toBe('exit-unknowable')
    expect(seen.state === 'exit-unknowable' && seen.pids).toContain(Number(bench.output(spec.attempt)))
    expect(bench.runner.forbid(spec.attempt)).toBe(false)
    expect(bench.runner.signal(spec.attempt, 'KILL')).toBe(true)
    await until(() => bench.runner.observe(spec.attempt).state === 'unknown')
    expect(bench.runner.signal(spec.attempt, 'KILL')).toBe(false)
  })

  test('its own cockpit notices too', async () => {
    const spec = bench.spec('sleep 60')
    const identity = await bench.runner.start(spec)
    await claimed(spec)
    const settled = bench.runner.settled(spec.attempt, AbortSignal.timeout(PATIENCE_MS))
    process.kill(identity.pid, 'SIGKILL')
    expect(['exit-unknowable', 'unknown']).toContain((await settled).state)
  })
})

describe('an attempt', () => {
  test('whose cockpit died before it had files has never started, and never will', async () => {
    const spec = bench.spec('echo must not run')
    expect(bench.runner.observe(spec.attempt)).toEqual({ state: 'never-started' })
    expect(bench.runner.forbid(spec.attempt)).toBe(true)
    await expect(bench.runner.start(spec)).rejects.toThrow('given up before it could start')
    expect(bench.runner.observe(spec.attempt)).toEqual({ state: 'never-started' })
  })

  test('interrupted by a reboot says so, unless its exit was recorded', async () => {
    const afterReboot = bench.another({ bootId: () => 'another boot' })
    const { spec: finished } = await bench.run('exit 4')
    expect(afterReboot.observe(finished.attempt)).toMatchObject({ state: 'finished', exitCode: 4 })
    const spec = bench.spec('sleep 60')
    await bench.runner.start(spec)
    await claimed(spec)
    expect(afterReboot.observe(spec.attempt)).toEqual({ state: 'interrupted-by-reboot' })
    expect(afterReboot.signal(spec.attempt, 'KILL')).toBe(false)
    expect(bench.runner.observe(spec.attempt).state).toBe('running')
  })

  test('whose exit record is torn or of another attempt is not called finished', async () => {
    const { spec } = await bench.run('exit 0')
    writeFileSync(fileOf(spec, 'exit'), `cockpit-exit ${spec.nonce} 0 e`)
    expect(bench.runner.observe(spec.attempt).state).toBe('unknown')
    writeFileSync(fileOf(spec, 'exit'), 'cockpit-exit 0123456789 0 end\n')
    expect(bench.runner.observe(spec.attempt).state).toBe('unknown')
  })

  test('of unknown name has no files and nothing to signal', () => {
    const unknown = attemptId('nobody')
    expect(bench.runner.signal(unknown, 'TERM')).toBe(false)
    expect(() => bench.runner.spoolFile(unknown)).toThrow('There are no files of the attempt nobody')
  })
})

test('waiting for the end can be given up, and leaves the command alone', async () => {
  const spec = bench.spec('sleep 60')
  const identity = await bench.runner.start(spec)
  const waiting = new AbortController()
  const settled = bench.runner.settled(spec.attempt, waiting.signal)
  waiting.abort(new Error('enough'))
  await expect(settled).rejects.toThrow('enough')
  expect(running(identity.pid)).toBe(true)
})
