import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AttemptDirectories } from '../../../../main/adapters/processes/attempt-files.ts'
import { readClaim } from '../../../../main/adapters/processes/claim.ts'
import { createProcessTable } from '../../../../main/adapters/processes/process-table.ts'
import { readTerminal } from '../../../../main/adapters/processes/terminal.ts'
import type { CommandSpec } from '../../../../main/ports/process-runner.ts'
import { PATIENCE_MS } from '../../../support/until.ts'
import { type Bench, createBench, environment, until } from './support.ts'

let bench: Bench
beforeEach(() => {
  bench = createBench()
})
afterEach(() => {
  for (const attempt of bench.runner.known()) bench.runner.signal(attempt, 'KILL')
  bench.dispose()
})

const interactive = (script: string, changes: Partial<CommandSpec> = {}) =>
  bench.spec(script, { terminal: true, ...changes })
const settled = (spec: CommandSpec) => bench.runner.settled(spec.attempt, AbortSignal.timeout(PATIENCE_MS))
const type = (spec: CommandSpec, text: string, by = bench.runner) => by.terminal!.send(spec.attempt, Buffer.from(text))
const shown = (spec: CommandSpec, text: string) => until(() => bench.output(spec.attempt).includes(text))
const filesOf = (spec: CommandSpec) => new AttemptDirectories(bench.directory).of(spec.run, spec.attempt)
const alive = (pid: number) => createProcessTable().find(pid)?.zombie === false

async function begin(script: string, prompt: string, changes?: Partial<CommandSpec>): Promise<CommandSpec> {
  const spec = interactive(script, changes)
  await bench.runner.start(spec)
  await shown(spec, prompt)
  return spec
}

describe('an answer', () => {
  test('reaches a command that asks, whose exit code is its own', async () => {
    const spec = await begin('read -p "Go on? [y/N] " answer; echo "said $answer"; exit 7', 'Go on? [y/N] ')
    expect(type(spec, 'y\r')).toBe('sent')
    expect(await settled(spec)).toMatchObject({ state: 'finished', exitCode: 7 })
    expect(bench.output(spec.attempt)).toBe('Go on? [y/N] y\r\nsaid y\r\n')
  })

  test('to a question for a password is not echoed', async () => {
    const spec = await begin('read -s -p "Password: " word; echo; echo "${#word} characters"', 'Password: ')
    type(spec, 'open sesame\r')
    await settled(spec)
    expect(bench.output(spec.attempt)).toBe('Password: \r\n11 characters\r\n')
  })

  test('after the end reaches nobody', async () => {
    const spec = await begin('echo over', 'over')
    await settled(spec)
    expect(type(spec, 'y\r')).toBe('gone')
    await bench.runner.discard(spec.attempt)
    expect(type(spec, 'y\r')).toBe('gone')
  })

  test('of Ctrl-C interrupts what runs in front, and Ctrl-D ends its input', async () => {
    const interrupted = await begin('echo ready; sleep 60', 'ready')
    type(interrupted, '\x03')
    expect(await settled(interrupted)).toMatchObject({ state: 'finished', exitCode: 130, signal: 'SIGINT' })
    const ended = await begin('echo ready; cat; echo "read to the end"', 'ready')
    type(ended, '\x04')
    expect(await settled(ended)).toMatchObject({ exitCode: 0 })
    expect(bench.output(ended.attempt)).toContain('read to the end')
  })

  test('can be given by another cockpit, after the first is gone', async () => {
    const spec = await begin('read -p "Name: " name; echo "hello $name"', 'Name: ')
    const other = bench.another()
    expect(other.observe(spec.attempt).state).toBe('running')
    expect(type(spec, 'Ada\r', other)).toBe('sent')
    expect(await other.settled(spec.attempt, AbortSignal.timeout(PATIENCE_MS))).toMatchObject({ exitCode: 0 })
    expect(bench.output(spec.attempt)).toContain('hello Ada')
  })
})

describe('the terminal', () => {
  test('is one: size, type and the shell variable are as a command expects', async () => {
    const spec = await begin('tty; stty size; echo "$TERM ${SHELL-none}"; read -p "? " x; stty size', '? ', {
      env: { ...environment, SHELL: "/bin/odd 'shell'" },
    })
    expect(bench.output(spec.attempt)).toMatch(/^\/dev\/\S+\r\n24 80\r\nxterm-256color \/bin\/odd 'shell'\r\n/)
    expect(await bench.runner.terminal!.resize(spec.attempt, { columns: 132, rows: 50 })).toBe(true)
    type(spec, '\r')
    await settled(spec)
    expect(bench.output(spec.attempt)).toContain('50 132\r\n')
    expect(await bench.runner.terminal!.resize(spec.attempt, { columns: 80, rows: 24 })).toBe(false)
  })

  test('serves a full-screen program', async () => {
    const spec = await begin('seq 200 | less', '\x1b[?1049h')
    type(spec, 'G')
    await shown(spec, '200')
    type(spec, 'q')
    expect(await settled(spec)).toMatchObject({ exitCode: 0 })
    expect(bench.output(spec.attempt)).toContain('\x1b[?1049l')
  })

  test('carries directory and exports on as any block does', async () => {
    const spec = await begin('read -p "Region: " REGION; export REGION; cd /', 'Region: ', { carry: true })
    type(spec, 'eu\r')
    expect(await settled(spec)).toMatchObject({ carried: { cwd: '/', set: { REGION: 'eu' }, unset: [] } })
  })

  test('shows every byte of a large output', async () => {
    const spec = await begin('seq 200000', '200000\r\n')
    await settled(spec)
    expect(bench.output(spec.attempt).split('\r\n')).toHaveLength(200_001)
  })

  test('takes its input from a FIFO of the owner alone', async () => {
    const spec = await begin('read -p "? " x', '? ')
    expect(statSync(filesOf(spec).input).mode & 0o777).toBe(0o600)
    expect(statSync(filesOf(spec).input).isFIFO()).toBe(true)
  })
})

describe('a stop', () => {
  test('lets a command on a terminal clean up, with its own exit code', async () => {
    const spec = await begin('trap "echo undoing; exit 3" TERM; echo ready; while :; do sleep 0.02; done', 'ready')
    expect(bench.runner.signal(spec.attempt, 'TERM')).toBe(true)
    expect(await settled(spec)).toMatchObject({ state: 'finished', exitCode: 3 })
    expect(bench.output(spec.attempt)).toContain('undoing')
  })

  test('that is ignored is followed by KILL, which ends everything on the terminal', async () => {
    const spec = await begin(
      'trap "" TERM HUP; sleep 60 & echo "pid $! ready"; while :; do wait; sleep 1; done',
      'ready',
    )
    const child = Number(/pid (\d+)/.exec(bench.output(spec.attempt))?.[1])
    bench.runner.signal(spec.attempt, 'TERM')
    expect(bench.runner.observe(spec.attempt).state).toBe('running')
    bench.runner.signal(spec.attempt, 'KILL')
    expect(await settled(spec)).toMatchObject({ exitCode: 137, signal: 'SIGKILL' })
    await until(() => !alive(child))
  })

  test('names what it left running on the terminal', async () => {
    const spec = await begin(
      '(trap "" TERM HUP; touch up; exec sleep 60) & until [ -e up ]; do sleep 0.02; done; echo ready; read x',
      'ready',
    )
    bench.runner.signal(spec.attempt, 'TERM')
    expect(await settled(spec)).toMatchObject({ exitCode: 143 })
    const left = await until(() => bench.runner.leftRunning(spec.attempt).find((each) => each.command === 'sleep 60'))
    process.kill(left.pid, 'SIGKILL')
    await until(() => bench.runner.leftRunning(spec.attempt).length === 0)
  })

  test('between the claim and the first line finds nothing running afterwards', async () => {
    const spec = interactive('touch ran; sleep 60')
    await bench.runner.start(spec)
    // Before the claim it would never start at all.
    await until(() => readClaim(filesOf(spec)))
    bench.runner.signal(spec.attempt, 'TERM')
    expect(await settled(spec)).toMatchObject({ state: 'finished', exitCode: 143 })
    expect(bench.runner.leftRunning(spec.attempt)).toEqual([])
  })
})

test('a shim that was killed leaves a command whose exit is unknowable, and a stop reaches it', async () => {
  const spec = await begin('echo ready; read x', 'ready')
  const seen = bench.runner.observe(spec.attempt)
  if (seen.state !== 'running') throw new Error(seen.state)
  process.kill(seen.identity.pid, 'SIGKILL')
  const left = await until(() => {
    const now = bench.runner.observe(spec.attempt)
    return now.state === 'exit-unknowable' && now
  })
  expect(left.pids).toContain(readTerminal(filesOf(spec))!.pid)
  bench.runner.signal(spec.attempt, 'KILL')
  await until(() => bench.runner.observe(spec.attempt).state === 'unknown')
})

test('without the program that holds a terminal nothing starts, and the sentence says what to install', async () => {
  const spec = interactive('touch ran', { env: { ...environment, PATH: join(bench.root, 'empty') }, language: 'sh' })
  await expect(bench.runner.start(spec)).rejects.toThrow(/needs/)
  expect(existsSync(join(bench.root, 'ran'))).toBe(false)
  expect(bench.runner.forbid(spec.attempt)).toBe(true)
})
