import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findProgram } from '../../../../main/adapters/processes/interpreters.ts'
import { readOnly } from '../../../../main/adapters/review/read-only-shell.ts'

const bash = findProgram('bash', process.env.PATH)!
const never = join(tmpdir(), 'release-cockpit-must-not-be-there')

const SCRIPTS = [
  'echo fine',
  'if true; then echo',
  `touch ${never}`,
  `'; touch ${never}; '`,
  `"$(touch ${never})`,
  `}; touch ${never}; {`,
  '-n',
  'echo \\\\n %s $text $0 $1',
  'cat <<EOF\nnever ended',
  ')\u0001(',
  '',
  'fi',
]

it('Scripts that are asked for together are told what each is told by itself, and none is executed', async () => {
  const alone = await Promise.all(SCRIPTS.map(async (script) => (await readOnly(bash, [script], 1))[0]))
  for (const size of [2, 5, SCRIPTS.length]) {
    const found: string[] = []
    for (let from = 0; from < SCRIPTS.length; from += size)
      found.push(...(await readOnly(bash, SCRIPTS.slice(from, from + size), 1)))
    expect(found).toEqual(alone)
  }
  expect(alone.map((said) => said !== '')).toEqual(SCRIPTS.map((_, index) => [1, 4, 5, 8, 9, 11].includes(index)))
  expect(existsSync(never)).toBe(false)
})

it('Scripts that no environment takes are asked for by themselves, in their place', async () => {
  const long = `${'echo long line\n'.repeat(12_000)}if`
  const said = await readOnly(bash, ['fi', long, 'echo ok', 'echo a\0b', 'done'], 4)
  expect(said.map((each) => each.replace(/^[^:]*: /, '').split('\n')[0])).toEqual([
    expect.stringContaining("`fi'"),
    expect.stringContaining('end of file'),
    '',
    expect.any(String),
    expect.stringContaining("`done'"),
  ])
})
