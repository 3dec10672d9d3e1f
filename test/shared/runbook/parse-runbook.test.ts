import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRunbook } from '../../../shared/runbook/markdown/parse-runbook.ts'

const parse = (text: string, environments: string[] = ['staging', 'production']) =>
  parseRunbook('runbook.md', text, environments)
const stepsOf = (text: string) => parse(text).runbook.stages.flatMap((stage) => stage.steps)
const sh = (text: string, info = 'sh') => `\`\`\`${info}\n${text}\n\`\`\`\n`

describe('Stages', () => {
  test('are the H2s below a single title, and a rollback heading forms the rollback', () => {
    const { stages, title } = parse(`# Handbook\n\n## Staging\n\n${sh('a')}\n## Roll back\n\n${sh('b')}`).runbook
    expect(title).toBe('Handbook')
    expect(stages.map(({ id, kind, environment }) => [id, kind, environment])).toEqual([
      ['staging', 'forward', 'staging'],
      ['roll-back', 'rollback', undefined],
    ])
  })

  test('never take in what stands under troubleshooting, appendix or "if it fails"', () => {
    const { stages, notSteps } = parse(
      `# Production\n\n${sh('go')}\n## If the deploy fails\n\n${sh('repair')}\n# Appendix\n\n${sh('more')}`,
    ).runbook
    expect(stages.flatMap((stage) => stage.steps).map((step) => step.text)).toEqual(['go'])
    expect(notSteps.map((each) => each.text)).toEqual(['repair', 'more'])
  })

  test('run at manual pace unless the runbook says otherwise', () => {
    expect(parse(`# Production\n\n${sh('a')}`).runbook.stages[0]?.pace).toBe('manual')
    expect(parse(`---\npace: auto\n---\n# Production\n\n${sh('a')}`).runbook.stages[0]?.pace).toBe('auto')
    expect(parse(`# Production {pace=auto}\n\n${sh('a')}`).runbook.stages[0]?.pace).toBe('auto')
  })
})

describe('Steps', () => {
  test("read attributes in both of Runme's spellings, and their place in the source", () => {
    const text = `# Production\n\n${sh('a', 'sh {"name":"one","timeout":"2m"}')}\n${sh('b', 'bash { name=two undo=one owner="the lead" }')}`
    expect(stepsOf(text)).toMatchObject([
      { id: 'one', attributes: { timeoutMs: 120_000 }, position: { line: 3, endLine: 5 } },
      { id: 'two', language: 'bash', attributes: { undo: 'one', owner: 'the lead' } },
    ])
  })

  test('take prompts away and keep what was printed as expected output', () => {
    const [step] = stepsOf(`# Production\n\n${sh('$ uptime\n up 3 days\n$ df -h \\\n    /', 'console')}`)
    expect(step).toMatchObject({ text: 'uptime\ndf -h \\\n    /', expectedOutput: ' up 3 days' })
  })

  test('are made of task lists, ordered lists and action tables, so that nothing in a handbook is skipped', () => {
    const text =
      '# Production\n\n- [ ] Tell support\n\n1. Open the dashboard\n2. Look at it\n\n| Step | Action |\n|---|---|\n| 1 | Drain node a |\n'
    expect(stepsOf(text).map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
      'manual: Tell support',
      'instruction: Open the dashboard',
      'instruction: Look at it',
      'instruction: Drain node a',
    ])
  })

  test('of a list item that holds a command are that command, with the words as its title', () => {
    const steps = stepsOf('# Production\n\n1. Run the backup:\n\n   ```sh\n   ./backup.sh\n   ```\n\n2. Look\n')
    expect(steps.map(({ kind, title, text }) => [kind, title, text])).toEqual([
      ['command', 'Run the backup', './backup.sh'],
      ['instruction', 'Look', ''],
    ])
  })

  test('turn placeholders into quoted variables, and say where that is impossible', () => {
    const { runbook, findings, lint } = parse(`# Production\n\n${sh("deploy <target-region> '<left-alone>'")}`)
    expect(runbook.stages[0]?.steps[0]).toMatchObject({
      text: `deploy "\${TARGET_REGION}" '<left-alone>'`,
      inputs: ['TARGET_REGION'],
    })
    expect([...findings, ...lint].map((each) => each.code)).toContain('placeholder-quoting')
  })

  test('check HTTP as Hurl writes it', () => {
    const [step] = stepsOf(
      `# Production\n\n${sh('GET https://example.com/health\nAccept: application/json\n\nHTTP 200\n[Asserts]\njsonpath "$.ok" == true', 'http')}`,
    )
    expect(step?.http).toMatchObject({
      method: 'GET',
      url: 'https://example.com/health',
      headers: { Accept: 'application/json' },
      expectStatus: 200,
      assertions: [{ subject: 'jsonpath "$.ok"', predicate: '==', value: 'true' }],
    })
  })

  test('have ids that are unique, and a name used twice is an error', () => {
    const twice = parse(`# Production\n\n${sh('a', 'sh {name=x}')}\n${sh('b', 'sh {name=x}')}`)
    expect(twice.findings).toContainEqual(expect.objectContaining({ severity: 'error', code: 'duplicate-step' }))
    const ids = stepsOf(`# Production\n\n${sh('a')}\n${sh('a')}`).map((step) => step.id)
    expect(new Set(ids).size).toBe(2)
  })
})

describe('Any Markdown', () => {
  const line = fc.oneof(
    fc.constantFrom(
      '# A',
      '## Production',
      '### b {x=y}',
      '```sh',
      '```',
      '~~~',
      '   ```bash',
      '- [ ] do',
      '1. go',
      '> quote',
      '| a | b |',
      '|---|---|',
      '<b>',
      '    code',
      '---',
      '$ ls',
      '<region>',
      '{"name":',
      '\t- x',
      '',
    ),
    fc.string({ maxLength: 20 }),
  )
  const document = fc.array(line, { maxLength: 40 }).map((lines) => lines.join('\n'))

  test('is read without throwing, with unique step ids', () => {
    fc.assert(
      fc.property(document, (text) => {
        const ids = stepsOf(text).map((step) => step.id)
        expect(new Set(ids).size).toBe(ids.length)
      }),
      { numRuns: 500 },
    )
  })

  test('loses no shell block: each is a step or listed with the reason', () => {
    const word = fc.stringMatching(/^[a-z]{3,8}$/)
    const block = fc
      .tuple(fc.constantFrom('', '> ', '   '), fc.constantFrom('sh', 'bash', 'zsh'), word)
      .map(([indent, language, name]) => ({
        name,
        text: ['', `${indent}\`\`\`${language}`, `${indent}run-${name}`, `${indent}\`\`\``, ''].join('\n'),
      }))
    const heading = fc
      .constantFrom('# Production', '## Rollback', '## Appendix', '### If it fails', '1. item', 'prose')
      .map((text) => ({ name: undefined, text: `\n${text}\n` }))
    fc.assert(
      fc.property(fc.array(fc.oneof(block, heading), { maxLength: 20 }), (parts) => {
        const { runbook } = parse(parts.map((part) => part.text).join('\n'))
        const kept = [...runbook.stages.flatMap((stage) => stage.steps), ...runbook.notSteps].map((each) => each.text)
        const wanted = parts.flatMap((part) => (part.name === undefined ? [] : [`run-${part.name}`]))
        expect(
          kept
            .filter((text) => text.includes('run-'))
            .flatMap((text) => text.match(/run-[a-z]+/g) ?? [])
            .sort(),
        ).toEqual(wanted.sort())
      }),
      { numRuns: 300 },
    )
  })
})
