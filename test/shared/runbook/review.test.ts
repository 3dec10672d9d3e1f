/** What the review of a runbook is made of: the document's blocks, what variables will be, and the planned time. */
import { describe, expect, test } from 'vitest'
import { plannedWords, projectPlannedTimeline } from '../../../shared/domain/review/planned-timeline.ts'
import { parseRunbook } from '../../../shared/runbook/markdown/parse-runbook.ts'
import { documentBlocks } from '../../../shared/runbook/review/document-tokens.ts'
import { outlineOf } from '../../../shared/runbook/review/outline.ts'
import { resolveStep } from '../../../shared/runbook/review/resolve-step.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'

const TEXT = `---
title: A night
---

# Production {stage=production}

Prose.

- [ ] Ask support
- then

  \`\`\`sh
  ./deploy.sh
  \`\`\`

## Rollback

\`\`\`sh
./back.sh
\`\`\`
`

describe('The document of a review', () => {
  test('has every step on the line of a block, in the order of the file', () => {
    const { runbook } = parseRunbook('runbook.md', TEXT)
    const blocks = documentBlocks('runbook.md', TEXT)
    expect(
      outlineOf(blocks, runbook).map((entry) => [entry.line, entry.kind === 'step' ? entry.label : entry.title]),
    ).toEqual([
      [5, 'Production'],
      [9, '1'],
      [12, '2'],
      [16, 'Rollback'],
      [18, 'R1'],
    ])
    const lines = blocks.flatMap(({ tokens }) => tokens.flatMap(({ map }) => (map ? [map[0] + 1] : [])))
    for (const { steps } of runbook.stages) for (const { position } of steps) expect(lines).toContain(position.line)
  })

  test('leaves no line without a block that shows what is said about it, whatever the text', () => {
    for (const text of [
      '',
      '\n\n',
      '```sh\nls',
      '<details>\n\n```sh\nls\n```\n',
      '\u202e# x\r\n\r\ny',
      '| a |\n|---|\n| b |',
    ]) {
      const blocks = documentBlocks('runbook.md', text)
      if (blocks.length > 0) expect(blocks[0]!.fromLine).toBe(1)
      for (const [index, block] of blocks.entries()) expect(block.toLine).toBe(blocks[index + 1]?.fromLine ?? Infinity)
    }
  })
})

test('each variable says what it will be and where it comes from; a secret never has a value', () => {
  const environment = {
    name: 'production',
    vars: { APP_URL: 'https://$HOST_NAME/x', HOST_NAME: 'live.example' },
    secrets: { TOKEN: { env: 'DEPLOY_TOKEN' }, VAULT: { command: 'vault read x' } },
    protected: true,
  }
  const first = step('first', {}, { text: 'SLOT=green' })
  const text =
    'curl "$APP_URL" -H "$TOKEN$VAULT" "$SLOT" "${COLOUR:-blue}" "$NOBODY" "$TICKET" "$RELEASE_VERSION" "$HOME" "$CI_HOST" "$OWN"'
  const second = step('second', { env: { OWN: 'x' } }, { text, inputs: ['TICKET'] })
  const whole = stage('production', [first, second])
  const definition = definitionOf([whole], { environments: [environment] })
  const machine = {
    machineVariables: ['CI_HOST'],
    secrets: [{ environment: 'production', name: 'TOKEN', isThere: false }],
  }
  const found = resolveStep({ definition, stage: whole, environment, folder: '/r', machine }, second)
  expect(
    Object.fromEntries(found.map(({ name, origin, value, words }) => [name, `${origin}: ${value ?? words}`])),
  ).toEqual({
    APP_URL: 'vars: https://live.example/x',
    TOKEN: 'secret: env DEPLOY_TOKEN, NOT THERE',
    VAULT: 'secret: command vault read x, asked for at the start',
    SLOT: 'earlier: set by “first”',
    COLOUR: 'default: not set: the command’s own default',
    NOBODY: 'undefined: not set anywhere',
    TICKET: 'input: asked for before the run',
    RELEASE_VERSION: 'release: 2.4.0',
    HOME: 'shell: of the shell',
    CI_HOST: 'machine: of this machine, in no file',
    OWN: 'step: x',
  })
})

test('planned time leaves holds out of the target, lays branches side by side, and says what has no duration', () => {
  const steps = [
    step('a', { expectMs: 60_000, timeoutMs: 120_000 }),
    step('b', { expectMs: 30_000, parallel: 'p' }),
    step('c', { expectMs: 50_000, parallel: 'p' }),
    step('soak', { waitMs: 600_000 }, { kind: 'wait', text: '' }),
    step('d'),
  ]
  const [row] = projectPlannedTimeline(definitionOf([stage('production', steps)]))
  expect(row!.bars.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
    [0, 60_000],
    [60_000, 90_000],
    [60_000, 110_000],
    [110_000, 710_000],
    [710_000, 710_000],
  ])
  const window = { startMs: 0, endMs: 600_000, offsetMinutes: 0 }
  expect(plannedWords(row!, 1_800_000, window)).toBe(
    'Planned 11:50, 10:00 of it planned holds; 28:10 to spare in the 30:00 of the target; 1:50 over the window; at most 12:50 by the timeouts (3 steps without one); 1 step with no planned duration',
  )
})
