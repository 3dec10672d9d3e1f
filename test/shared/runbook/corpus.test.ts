import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatFinding } from '../../../shared/runbook/findings.ts'
import { parseRunbook } from '../../../shared/runbook/markdown/parse-runbook.ts'
import type { Step } from '../../../shared/runbook/model.ts'

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'runbooks')

const stepLines = ({
  position,
  id,
  kind,
  language,
  title,
  text,
  attributes,
  inputs,
  expectedOutput,
}: Step): string[] => [
  `  ${position.line}-${position.endLine} ${kind}${language ? ` (${language})` : ''} [${id}] ${title}`,
  ...(Object.keys(attributes).length > 0 ? [`      ${JSON.stringify(attributes)}`] : []),
  ...(inputs.length > 0 ? [`      asks for ${inputs.join(', ')}`] : []),
  ...(text === '' ? [] : text.split('\n').map((line) => `      | ${line}`)),
  ...(expectedOutput === undefined ? [] : expectedOutput.split('\n').map((line) => `      = ${line}`)),
]

function listing(file: string): string {
  const { runbook, findings, lint } = parseRunbook(basename(file), readFileSync(file, 'utf8'), [
    'staging',
    'production',
  ])
  const stages = runbook.stages.flatMap(({ id, kind, environment, steps }) => [
    `${id}: ${kind}${environment ? ` in ${environment}` : ''}`,
    ...steps.flatMap(stepLines),
  ])
  const notSteps = runbook.notSteps.map(({ position, reason }) => `not ${position.line}: ${reason}`)
  return `${[...stages, ...notSteps, ...[...findings, ...lint].map(formatFinding)].join('\n')}\n`
}

describe('Runbooks as teams write them', () => {
  const files = globSync('*.{md,mdx,erb}', { cwd: folder })
  test.each(files)('%s is read as its listing says', async (name) => {
    await expect(listing(join(folder, name))).toMatchFileSnapshot(
      join(folder, name.replace(/(?:md|mdx|html\.md\.erb)$/, 'steps.txt')),
    )
  })
})

describe('A file of megabytes', () => {
  const fence = '```'
  const size = 5_000_000
  const fill = (unit: string, bytes = size) => unit.repeat(Math.floor(bytes / unit.length))
  const hostile: [string, string][] = [
    ['of steps', fill(`# A\n\nText.\n\n${fence}sh\necho <a-b>\n${fence}\n\n1. do\n`)],
    ['of quotations in quotations', fill('> ')],
    ['of underlined headings', fill('a\n=\n', 1_500_000)],
    ['with one heredoc after the other', `${fence}sh\n${fill('$ cat <<EOF\nfoo <bar-baz> "x\n')}${fence}`],
    ['with one line of placeholders and quotes', `${fence}sh\n${fill("echo <a-b> '")}\n${fence}`],
  ]
  // The runner's time limit is the assertion: quadratic code needs many minutes here.
  test.each(hostile)('%s is read without hanging', (_, text) => {
    expect(() => parseRunbook('runbook.md', text)).not.toThrow()
  })
})
