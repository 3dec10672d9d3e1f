import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createProcessTable } from '../../../../main/adapters/processes/process-table.ts'
import { createPsProcessTable, parsePsLine } from '../../../../main/adapters/processes/ps-process-table.ts'
import type { CommandSpec } from '../../../../main/ports/process-runner.ts'
import { PATIENCE_MS } from '../../../support/until.ts'
import { type Bench, createBench, until } from './support.ts'

let bench: Bench
beforeEach(() => {
  bench = createBench()
})
afterEach(() => bench.dispose())

async function startAndWaitForOutput(script: string): Promise<CommandSpec> {
  const spec = bench.spec(script)
  await bench.runner.start(spec)
  await until(() => bench.output(spec.attempt).endsWith('ready\n'))
  return spec
}

const settled = (spec: CommandSpec) => bench.runner.settled(spec.attempt, AbortSignal.timeout(PATIENCE_MS))
const alive = (pid: number) => createProcessTable().find(pid)?.zombie === false

describe('TERM', () => {
  test('ends the command and everything it started, and the exit code is known', async () => {
    const spec = await startAndWaitForOutput('sleep 60 & echo $!; echo ready; wait')
    expect(bench.runner.signal(spec.attempt, 'TERM')).toBe(true)
    expect(await settled(spec)).toMatchObject({ state: 'finished', exitCode: 143, signal: 'SIGTERM' })
    const [grandchild] = bench.output(spec.attempt).split('\n')
    await until(() => !alive(Number(grandchild)))
    expect(bench.runner.signal(spec.attempt, 'TERM')).toBe(false)
  })

  test('lets the command clean up and answer with its own code', async () => {
    const spec = await startAndWaitForOutput(
      'trap "echo undoing; exit 3" TERM; echo ready; while :; do sleep 0.02; done',
    )
    bench.runner.signal(spec.attempt, 'TERM')
    expect(await settled(spec)).toMatchObject({ state: 'finished', exitCode: 3 })
    expect(bench.output(spec.attempt)).toContain('undoing\n')
  })

  test('reaches jobs in groups of their own', async () => {
    const spec = await startAndWaitForOutput('set -m; sleep 60 & echo $!; echo ready; wait')
    const [job] = bench.output(spec.attempt).split('\n')
    bench.runner.signal(spec.attempt, 'TERM')
    await settled(spec)
    await until(() => !alive(Number(job)))
  })
})

describe('KILL', () => {
  test('ends a command that ignores TERM, and spares the shim so that the exit code is known', async () => {
    const spec = await startAndWaitForOutput('trap "" TERM; (while :; do sleep 60; done) & echo ready; wait')
    bench.runner.signal(spec.attempt, 'TERM')
    expect(bench.runner.observe(spec.attempt).state).toBe('running')
    expect(bench.runner.signal(spec.attempt, 'KILL')).toBe(true)
    expect(await settled(spec)).toMatchObject({ state: 'finished', exitCode: 137, signal: 'SIGKILL' })
  })

  test('catches a command that keeps forking', async () => {
    const spec = await startAndWaitForOutput('trap "" TERM; echo ready; while :; do sleep 0.001 & done')
    bench.runner.signal(spec.attempt, 'KILL')
    expect(await settled(spec)).toMatchObject({ state: 'finished', exitCode: 137 })
    await until(
      () =>
        !createProcessTable()
          .all()
          .some((one) => one.commandLine().includes(spec.attempt)),
    )
  })
})

test('a process that got the pid of a shim is never signalled', async () => {
  const bystander = spawn('sleep', ['60'], { detached: true })
  const { spec } = await bench.run('exit 0')
  const directory = dirname(bench.runner.spoolFile(spec.attempt))
  const identity = JSON.parse(readFileSync(join(directory, 'identity'), 'utf8'))
  writeFileSync(join(directory, 'identity'), JSON.stringify({ ...identity, pid: bystander.pid }))
  writeFileSync(join(directory, 'exit'), '')
  expect(bench.runner.observe(spec.attempt).state).toBe('unknown')
  expect(bench.runner.signal(spec.attempt, 'KILL')).toBe(false)
  expect(alive(bystander.pid ?? 0)).toBe(true)
  bystander.kill('SIGKILL')
})

describe('processes read through ps', () => {
  test('are parsed with start time and command', () => {
    const line = '  812   800 Ss   Fri Nov 28 22:00:05 2026 /bin/sh -c exec 3>&1 cockpit-shim /x y'
    const { commandLine, ...facts } = parsePsLine(line) ?? { commandLine: () => '' }
    expect(facts).toMatchObject({ pid: 812, group: 800, startTime: 'Fri Nov 28 22:00:05 2026', zombie: false })
    expect(commandLine()).toContain('cockpit-shim /x y')
  })

  test('carry a command through as well', async () => {
    const { find, all, holders } = createPsProcessTable()
    const runner = bench.another({ find, all, holders })
    const spec = bench.spec('sleep 60 & echo ready; wait')
    await runner.start(spec)
    await until(() => bench.output(spec.attempt).endsWith('ready\n'))
    expect(runner.observe(spec.attempt).state).toBe('running')
    expect(holders(runner.spoolFile(spec.attempt)).length).toBeGreaterThan(0)
    expect(runner.signal(spec.attempt, 'KILL')).toBe(true)
    expect(await runner.settled(spec.attempt, AbortSignal.timeout(PATIENCE_MS))).toMatchObject({ exitCode: 137 })
    expect(await runner.discard(spec.attempt)).toBe(true)
  })
})
