import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRunbook } from '../../../shared/runbook/markdown/parse-runbook.ts'
import { heldAgainstOthers } from '../../support/code-blocks.ts'
import { plannedDocuments } from '../../support/markdown-documents.ts'

const root = join(import.meta.dirname, '..', '..', '..')

describe('Every code block of a Markdown file', () => {
  test('is a step or listed as none exactly once, with its lines and its exact text', () => {
    fc.assert(
      fc.property(plannedDocuments, ({ source, blocks }) => {
        const { runbook } = parseRunbook('runbook.md', source)
        const steps = runbook.stages.flatMap((stage) => stage.steps).filter(({ kind }) => kind === 'command')
        const read = [...steps, ...runbook.notSteps]
          .map(({ position, text }) => ({ line: position.line, endLine: position.endLine, text }))
          .sort((a, b) => a.line - b.line)
        expect(read).toEqual(blocks.map(({ line, endLine, text }) => ({ line, endLine, text })))
        const wanted = blocks.filter(({ isShell, isRun }) => isShell && isRun).map(({ line }) => line)
        expect(steps.map(({ position }) => position.line)).toEqual(wanted)
      }),
      { numRuns: 200 },
    )
  })

  const line = fc.oneof(
    fc.constantFrom(
      '```',
      '```sh',
      '~~~',
      '    ```bash',
      '- ',
      '1. x',
      '> ',
      '> ```sh',
      '<div>',
      '<!--',
      '-->',
      '<pre>',
      '</pre>',
    ),
    fc.constantFrom(
      '!!! note',
      '    a',
      '      ```',
      ':::note',
      ':::',
      '<details>',
      '</details>',
      '---',
      '',
      '',
      'echo a',
      '| a |',
      '|-|',
    ),
    fc.constantFrom(
      '{% hint %}',
      '{% endhint %}',
      '- [ ] ~~~',
      '\t```sh',
      ': ```sh',
      '[a]: <x',
      '<Tab>',
      '`````',
      '> > - ```',
      '# If it fails',
    ),
  )

  test('is found where two other readers find it, however broken the file is', () => {
    const documents = fc.array(line, { maxLength: 30 }).map((lines) => `\n${lines.join('\n')}`)
    fc.assert(
      fc.property(documents, (text) => {
        expect(heldAgainstOthers('runbook.md', text).lost).toEqual([])
      }),
      { numRuns: 800 },
    )
  })

  test('of public files is found (one in twenty of those at hand; the bench reads all)', () => {
    const files = globSync('node_modules/*/*.{md,mdx}', { cwd: root }).filter((_, index) => index % 20 === 0)
    expect(files.length).toBeGreaterThan(15)
    const lost = files.flatMap((file) => heldAgainstOthers(file, readFileSync(join(root, file), 'utf8')).lost)
    expect(lost).toEqual([])
  })
})
