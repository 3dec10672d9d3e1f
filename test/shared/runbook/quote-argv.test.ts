import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { quoteArgv } from '../../../shared/runbook/quote-argv.ts'

const PRINT = [process.execPath, '-e', 'process.stdout.write(JSON.stringify(process.argv.slice(1)))', '--']

const HOSTILE = [
  '$(touch /tmp/never)',
  '`id`',
  "it's",
  '"double"',
  'a\nb',
  '; rm -rf x',
  '$HOME ${PATH} *',
  '\\',
  '',
  '-n',
  '--',
  'A=b',
  '!!',
  '~',
  '{a,b}',
  '<(x)',
  '\u{1f4a5} \u202e',
  "'",
  "''\\''",
]

test('the words a person typed reach the process as they are, whatever is in them', () => {
  const words = [...HOSTILE, ...HOSTILE.map((each) => each.repeat(50))]
  for (const shell of ['sh', 'bash']) {
    const printed = execFileSync(shell, ['-e', '-c', quoteArgv([...PRINT, ...words])], { encoding: 'utf8' })
    expect(JSON.parse(printed)).toEqual(words)
  }
})

test.each(['if', 'A=b', 'while', '!', '{'])(
  '“%s” as the first word is a command to look for, not shell grammar',
  (word) => {
    const run = () => execFileSync('sh', ['-c', quoteArgv([word, 'x'])], { stdio: 'pipe' })
    expect(run).toThrow(/not found/)
  },
)
