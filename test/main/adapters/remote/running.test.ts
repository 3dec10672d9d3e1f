import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createProcessTable } from '../../../../main/adapters/processes/process-table.ts'
import { hostileValues } from '../../../support/hostile-values.ts'
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

const commandLines = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1')
      } catch {
        return ''
      }
    })

describe('a command on another host', { timeout: 300_000 }, () => {
  test('runs there, its output and exit code come back, and nothing is left there', async () => {
    const { seen, output, spec } = await bench.run('echo "on $SSH_CONNECTION"; echo to-stderr >&2; exit 7')
    expect(seen).toMatchObject({ state: 'finished', exitCode: 7, signal: null })
    expect(output).toMatch(/^on 127\.0\.0\.1 .*\nto-stderr\n$/)
    expect(await bench.runner.discard(spec.attempt)).toBe(true)
    expect(readdirSync(sshd.state)).toEqual([])
    expect(existsSync(bench.runner.spoolFile(spec.attempt))).toBe(false)
    expect(bench.another().observe(spec.attempt)).toMatchObject({ state: 'finished', exitCode: 7 })
  })

  test('keeps its files to its user alone', async () => {
    const spec = bench.spec('echo ready; sleep 30')
    await bench.runner.start(spec)
    const settled = settle(bench.runner, spec.attempt)
    // A stop before the command has begun would keep it from starting, and its files still come and go.
    await until(() => bench.output(spec.attempt) === 'ready\n', 'the command')
    const directory = join(sshd.state, spec.nonce)
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    const modes = readdirSync(directory).map((name) => statSync(join(directory, name), { throwIfNoEntry: false })?.mode)
    expect(modes.length).toBeGreaterThan(3)
    for (const mode of modes) expect((mode ?? 0) & 0o077).toBe(0)
    expect(await bench.runner.signal(spec.attempt, 'TERM')).toBe(true)
    expect(await settled).toMatchObject({ state: 'finished', exitCode: 143, signal: 'SIGTERM' })
  })

  test('gets hostile variables byte for byte, and none of them stands in a command line on either side', async () => {
    const env = hostileValues(130)
    const file = join(bench.root, 'environment')
    const spec = bench.spec(`env -0 >'${file}'; echo ready; sleep 60`, { env })
    const started = bench.runner.start(spec)
    const seen: string[] = []
    const looking = setInterval(() => seen.push(...commandLines()), 5)
    await started
    const settled = settle(bench.runner, spec.attempt)
    await until(() => bench.output(spec.attempt) === 'ready\n', 'the command')
    clearInterval(looking)
    await bench.runner.signal(spec.attempt, 'KILL')
    expect(await settled).toMatchObject({ state: 'finished', exitCode: 137 })
    const got = new Map(
      readFileSync(file, 'utf8')
        .split('\0')
        .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
    )
    for (const [name, value] of Object.entries(env)) expect(got.get(name) === value, name).toBe(true)
    const lines = seen.concat(commandLines()).join('\n')
    expect(lines).toContain(spec.nonce)
    expect(lines).not.toContain('canary-')
    const left = readdirSync(join(sshd.state, spec.nonce))
    for (const name of left)
      expect(readFileSync(join(sshd.state, spec.nonce, name), 'latin1'), name).not.toContain('canary-')
  })

  test('hands directory, exports and removed variables to the next block', async () => {
    const script = 'cd /usr/share; export COLOUR="green\n blue"; unset GIVEN; unset LOGNAME'
    const { seen } = await bench.run(script, { carry: true, env: { GIVEN: 'x', KEPT: 'y' } })
    expect(seen).toMatchObject({
      state: 'finished',
      exitCode: 0,
      carried: { cwd: '/usr/share', set: { COLOUR: 'green\n blue' } },
    })
    if (seen.state !== 'finished') return
    expect([...seen.carried!.unset].sort()).toEqual(['GIVEN', 'LOGNAME'])
    const next = await bench.run('pwd; echo "$COLOUR"; echo "${LOGNAME-gone}"', {
      carry: true,
      cwd: seen.carried!.cwd,
      env: seen.carried!.set,
      unset: seen.carried!.unset,
    })
    expect(next.output).toBe('/usr/share\ngreen\n blue\ngone\n')
  })

  test('begins in the home of the login, or where its cwd says', async () => {
    const home = await bench.run('pwd')
    expect(home.output).toBe(`${sshd.home}\n`)
    expect((await bench.run('pwd', { cwd: '~/../state' })).output).toBe(`${join(sshd.folder, 'state')}\n`)
    const spec = bench.spec('pwd', { cwd: '/no/such place' })
    await expect(bench.runner.start(spec)).rejects.toThrow(
      'The command was not started on deploy-01: the working directory /no/such place does not exist there or cannot be entered.',
    )
    expect(bench.runner.forbid(spec.attempt)).toBe(true)
    expect(bench.runner.observe(spec.attempt).state).toBe('never-started')
  })

  test('is run by the interpreter of its language, strictly', async () => {
    expect((await bench.run('import os; print(os.path.basename(__file__))', { language: 'python' })).output).toBe(
      'script\n',
    )
    expect((await bench.run('false | true; echo reached', { language: 'bash' })).seen).toMatchObject({ exitCode: 1 })
    const none = bench.spec('1', { language: 'pwsh' })
    await expect(bench.runner.start(none)).rejects.toThrow(
      'this block needs pwsh or powershell, which is not on the PATH there',
    )
  })

  test('keeps its script to the letter', async () => {
    const lines = ["cat <<'EOF'", '→ Ä \u0081\u0088 \' " \\ $(x) `y` %s', 'EOF', "printf '%s|' a 'b c'"]
    expect((await bench.run(lines.join('\n'))).output).toBe('→ Ä \u0081\u0088 \' " \\ $(x) `y` %s\na|b c|')
  })

  test('that ends by TERM ends with all it started, and KILL spares the exit code', async () => {
    const spec = bench.spec('trap "" TERM; sleep 300 & echo $!; wait; sleep 300')
    await bench.runner.start(spec)
    const settled = settle(bench.runner, spec.attempt)
    const pid = Number(await until(() => /^\d+(?=\n)/.exec(bench.output(spec.attempt))?.[0], 'its pid'))
    expect(await bench.runner.signal(spec.attempt, 'TERM')).toBe(true)
    expect(await bench.runner.signal(spec.attempt, 'KILL')).toBe(true)
    expect(await settled).toMatchObject({ state: 'finished', exitCode: 137, signal: 'SIGKILL' })
    await until(() => createProcessTable().find(pid)?.zombie !== false, 'what it started to be gone')
  })

  test('that was told to end before it ran never runs', async () => {
    const spec = bench.spec('echo must not run')
    await bench.runner.start(bench.spec('true'))
    expect(bench.runner.forbid(spec.attempt)).toBe(true)
    await expect(bench.runner.start(spec)).rejects.toThrow('given up before it could start')
  })

  test('whose environment is larger than the host allows did not start, and says so', async () => {
    const env = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`BIG_${at}`, 'x'.repeat(100_000)]))
    const spec = bench.spec('true', { env })
    await expect(bench.runner.start(spec)).rejects.toThrow('make variables shorter')
    expect(bench.runner.forbid(spec.attempt)).toBe(true)
  })

  test('prints 100 MB, and every byte is here', async () => {
    const script = 'dd if=/dev/urandom bs=1000000 count=100 2>/dev/null | tee "$COPY"'
    const copy = join(bench.root, 'copy')
    const spec = bench.spec(script, { env: { COPY: copy } })
    await bench.runner.start(spec)
    expect(await settle(bench.runner, spec.attempt)).toMatchObject({ state: 'finished', exitCode: 0 })
    const digestOf = async (file: string) => {
      const hash = createHash('sha256')
      for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
      return hash.digest('hex')
    }
    expect(statSync(copy).size).toBe(100_000_000)
    expect(await digestOf(bench.runner.spoolFile(spec.attempt))).toBe(await digestOf(copy))
  })

  test('whose left-over process still writes keeps its files until that has ended', async () => {
    const gate = join(bench.root, 'gate')
    const { spec } = await bench.run(`(until [ -e '${gate}' ]; do sleep 0.02; done) & exit 0`)
    expect(await bench.runner.discard(spec.attempt)).toBe(false)
    writeFileSync(gate, '')
    await until(() => bench.runner.discard(spec.attempt), 'the files to be removed')
  })
})
