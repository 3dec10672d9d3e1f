import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bench, createBench, environment } from './support.ts'

let bench: Bench
beforeEach(() => {
  bench = createBench()
})
afterEach(() => bench.dispose())

const carried = async (script: string, language = 'bash', env: Record<string, string> = environment) => {
  const { seen, output } = await bench.run(script, { carry: true, language, env })
  return { seen, output, carried: seen.state === 'finished' ? seen.carried : undefined }
}

describe.each(['bash', 'sh'])('a block in %s', (language) => {
  test('hands its directory and exports to the next one, byte for byte', async () => {
    const result = await carried('cd /tmp\nexport A="x\n y=\'\\" \\$(no) é"\nB=private\nunset HOME', language)
    expect(result.carried).toEqual({ cwd: '/tmp', set: { A: 'x\n y=\'" $(no) é' }, unset: ['HOME'] })
    expect(result.output).toBe('')
  })

  test('hands nothing on but changes', async () => {
    const same = await carried('export HOME=/nowhere', language)
    expect(same.carried).toEqual({ cwd: realpathSync(bench.root), set: {}, unset: [] })
  })

  test('that fails hands nothing on', async () => {
    const result = await carried('export A=1\nfalse\necho no', language)
    expect(result.seen).toMatchObject({ state: 'finished', exitCode: 1 })
    expect(result.carried).toBeUndefined()
  })

  test('may leave early with exit 0', async () => {
    expect((await carried('export A=1\nexit 0', language)).carried?.set).toEqual({ A: '1' })
  })

  test('may have its own exit trap', async () => {
    const result = await carried('trap "echo cleaned up" EXIT\nexport A=1', language)
    expect(result.output).toBe('cleaned up\n')
    expect(result.carried?.set).toEqual({ A: '1' })
  })

  test('that sets its own exit trap and exits hands nothing on, and is not harmed', async () => {
    const result = await carried('trap "echo cleaned up" EXIT\nexport A=1\nexit 0', language)
    expect(result.output).toBe('cleaned up\n')
    expect(result.seen).toMatchObject({ state: 'finished', exitCode: 0 })
    expect(result.carried).toBeUndefined()
  })

  test('that traces itself shows nothing of the cockpit', async () => {
    const result = await carried('set -xu\nexport A=1', language)
    expect(result.output).toMatch(/^\++ export A=1\n(\++ A=1\n)?$/)
    expect(result.carried?.set).toEqual({ A: '1' })
  })

  test('keeps its own line numbers and name in error messages', async () => {
    const result = await carried('true\n\nno-such-program', language)
    expect(result.output).toMatch(/\/script: (line )?3: /)
    expect(result.seen).toMatchObject({ exitCode: 127 })
  })

  test('keeps the exit code of its last command when it opted out of errexit', async () => {
    const { seen } = await bench.run('false\n(exit 9)', { carry: true, language, strict: false })
    expect(seen).toMatchObject({ state: 'finished', exitCode: 9 })
  })

  test('may switch noclobber, the mask and allexport', async () => {
    const result = await carried('set -C; umask 0777; set -a; A=1', language)
    expect(result.carried?.set).toEqual({ A: '1' })
  })
})

test('what one block hands on, the next one receives', async () => {
  const first = await carried('mkdir sub; cd sub; export LINES_IN="a\nb"')
  const { cwd, set } = first.carried ?? { cwd: '', set: {} }
  const second = await bench.run('pwd; printf %s "$LINES_IN"', { cwd, env: { ...environment, ...set } })
  expect(second.output).toBe(`${join(realpathSync(bench.root), 'sub')}\na\nb`)
})

test('a value that is no text is left out rather than changed', async () => {
  expect((await carried("export A=$'\\xff' B=ok")).carried?.set).toEqual({ B: 'ok' })
})
