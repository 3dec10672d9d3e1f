import { spawnSync } from 'node:child_process'
import { statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { until } from '../../../support/until.ts'
import { type Bench, createBench, environment } from './support.ts'

let bench: Bench
beforeEach(() => {
  bench = createBench()
})
afterEach(() => bench.dispose())

describe('a command', () => {
  test('leaves its exit code, its end and both outputs in order', async () => {
    const before = Date.now() - 1000
    const { seen, output } = await bench.run('echo out; echo err >&2; echo out again; exit 7')
    expect(seen).toMatchObject({ state: 'finished', exitCode: 7, signal: null })
    expect(seen.state === 'finished' && seen.endedAtMs > before && seen.endedAtMs < Date.now() + 1000).toBe(true)
    expect(output).toBe('out\nerr\nout again\n')
  })

  test('stops at the first failing command and at a failing part of a pipe', async () => {
    expect((await bench.run('false\necho not reached')).output).toBe('')
    expect((await bench.run('false | true\necho not reached')).seen).toMatchObject({ exitCode: 1 })
    expect((await bench.run('false\necho not reached', { language: 'sh' })).output).toBe('')
  })

  test('goes on after a failing command when it opted out', async () => {
    const { seen, output } = await bench.run('false\necho reached', { strict: false })
    expect(seen).toMatchObject({ exitCode: 0 })
    expect(output).toBe('reached\n')
  })

  test('reads nothing, so a question never hangs it', async () => {
    const { seen, output } = await bench.run('read answer || echo "no answer"')
    expect(seen).toMatchObject({ exitCode: 0 })
    expect(output).toBe('no answer\n')
  })

  test('receives exactly the environment it was given', async () => {
    const hostile = {
      QUOTES: `'"\`$(touch pwned)\${HOME}`,
      LINES: 'a\nb\n\n',
      dir: 'not the shim’s',
      nonce: '-n',
      BIG: 'x'.repeat(100_000),
    }
    const script = 'process.stdout.write(JSON.stringify(process.env))'
    const { output } = await bench.run(script, { language: 'node', env: { ...environment, ...hostile } })
    const { PWD, OLDPWD, SHLVL, _, ...seen } = JSON.parse(output)
    expect(seen).toEqual({ ...environment, ...hostile })
    expect(statSync(join(bench.root, 'pwned'), { throwIfNoEntry: false })).toBeUndefined()
  })

  test('that is killed by a signal says which', async () => {
    expect((await bench.run('kill -KILL $$')).seen).toMatchObject({
      state: 'finished',
      exitCode: 137,
      signal: 'SIGKILL',
    })
  })

  test('may signal its own group without losing its exit code', async () => {
    const { seen } = await bench.run('trap "exit 5" TERM; kill 0; sleep 5')
    expect(seen).toMatchObject({ state: 'finished', exitCode: 5 })
  })

  test('in another language runs with its own interpreter', async () => {
    const module = 'import os from "node:os"; console.log(typeof os)'
    expect((await bench.run(module, { language: 'node' })).output).toBe('object\n')
    expect((await bench.run('console.log(typeof require)', { language: 'node' })).output).toBe('function\n')
  })

  test.skipIf(spawnSync('python3', ['-c', '']).status !== 0)('in Python runs with Python', async () => {
    expect((await bench.run('import sys; print(sys.argv[0][-6:])', { language: 'python' })).output).toBe('script\n')
  })

  test('keeps its files from other users', async () => {
    const { spec } = await bench.run('echo hello')
    const spool = bench.runner.spoolFile(spec.attempt)
    const mode = (file: string) => statSync(file).mode & 0o777
    expect(mode(spool)).toBe(0o600)
    expect(mode(dirname(spool))).toBe(0o700)
    expect(mode(join(dirname(spool), 'script'))).toBe(0o600)
  })
})

describe('a command that cannot start', () => {
  const refusal = (script: string, changes: Parameters<Bench['spec']>[1]) =>
    bench.runner.start(bench.spec(script, changes))

  test('says which interpreter is missing', async () => {
    await expect(refusal('echo', { language: 'zsh', env: { PATH: bench.root } })).rejects.toThrow(
      'This block needs zsh, which is not on the command',
    )
    await expect(refusal('echo', { language: 'cobol' })).rejects.toThrow('A block in “cobol” cannot be executed')
  })

  test('says that its directory is missing', async () => {
    await expect(refusal('echo', { cwd: join(bench.root, 'gone') })).rejects.toThrow(/gone does not exist/)
  })

  test('says that its environment is too large, and has then never started', async () => {
    const spec = bench.spec('echo', { env: { ...environment, HUGE: 'x'.repeat(200_000) } })
    await expect(bench.runner.start(spec)).rejects.toThrow('environment is larger than the system allows')
    expect(bench.runner.observe(spec.attempt)).toEqual({ state: 'never-started' })
    expect(bench.runner.forbid(spec.attempt)).toBe(true)
  })

  test('says that a value cannot be passed on', async () => {
    await expect(refusal('echo', { env: { A: 'a\0b' } })).rejects.toThrow('The variable A contains a NUL byte')
    await expect(refusal('echo', { env: { A: '\ud800' } })).rejects.toThrow('The variable A contains half a surrogate')
  })

  test('is refused a second start of the same attempt', async () => {
    const { spec } = await bench.run('echo once')
    await expect(bench.runner.start(spec)).rejects.toThrow('an attempt is started once only')
    expect(bench.output(spec.attempt)).toBe('once\n')
  })
})

test('the directory of a command may be a link, and stays one', async () => {
  const link = join(bench.root, 'link')
  symlinkSync(bench.root, link)
  const { output } = await bench.run('pwd', { cwd: link, env: { ...environment, PWD: link } })
  expect(output).toBe(`${link}\n`)
})

test('attempts are found again by a cockpit that did not start them, whatever their ids contain', async () => {
  const { spec } = await bench.run('echo hello')
  writeFileSync(join(bench.directory, 'notes.txt'), 'not a run')
  writeFileSync(join(bench.directory, 'p-1', 'carried.json'), 'not an attempt')
  expect(bench.another().known()).toEqual([spec.attempt])
  expect(bench.another().observe(spec.attempt)).toMatchObject({ state: 'finished', exitCode: 0 })
})

test('discarding removes output, script and values but not the answer', async () => {
  const { spec } = await bench.run('export TOKEN=abc; cd /', { carry: true })
  expect(await bench.runner.discard(spec.attempt, { keepCarried: true })).toBe(true)
  expect(bench.runner.observe(spec.attempt)).toMatchObject({ exitCode: 0, carried: { set: { TOKEN: 'abc' } } })
  expect(await bench.runner.discard(spec.attempt)).toBe(true)
  expect(bench.runner.observe(spec.attempt)).toMatchObject({ state: 'finished', exitCode: 0 })
  expect(bench.runner.observe(spec.attempt)).not.toHaveProperty('carried')
})

test('a spool that a left-behind process still writes to is kept until it ends', async () => {
  const { spec } = await bench.run('sleep 60 & echo $!')
  const pid = Number(bench.output(spec.attempt))
  expect(await bench.runner.discard(spec.attempt)).toBe(false)
  process.kill(pid, 'SIGKILL')
  await until(() => bench.runner.discard(spec.attempt), 'the spool to be discarded')
})
