import { describe, expect, test } from 'vitest'
import { meaningOfHeading } from '../../../shared/runbook/markdown/heading-meaning.ts'
import { parseRunbook } from '../../../shared/runbook/markdown/parse-runbook.ts'

const stagesOf = (text: string) =>
  parseRunbook('runbook.md', text, ['staging', 'production']).runbook.stages.map(
    ({ id, kind, environment, steps }) =>
      `${id}${kind === 'rollback' ? ' (rollback)' : ''}${environment ? ` in ${environment}` : ''}: ${steps.map((step) => step.text).join(' ')}`,
  )
const sh = (text: string) => `\n\`\`\`sh\n${text}\n\`\`\`\n`

describe('Sections', () => {
  test.each<[string, string, string[]]>([
    [
      'several H1s are the stages',
      `# Staging\n${sh('a')}\n# Production\n## Deep\n${sh('b')}`,
      ['staging in staging: a', 'production in production: b'],
    ],
    [
      'an H1 that names an environment is a stage, not a title',
      `# Production\n\n## One\n${sh('a')}\n## Two\n${sh('b')}`,
      ['production in production: a b'],
    ],
    [
      'steps below the title are a stage of their own',
      `# Shop\n${sh('a')}\n## Production\n${sh('b')}`,
      ['shop: a', 'production in production: b'],
    ],
    [
      'without any H1 the highest headings are the stages',
      `## Staging\n${sh('a')}\n### More\n${sh('b')}`,
      ['staging in staging: a b'],
    ],
    ['without any heading all is one stage', sh('a'), ['runbook: a']],
    [
      'numbers of sections do not belong to their ids',
      `# Shop\n\n## 2. Staging\n${sh('a')}`,
      ['staging in staging: a'],
    ],
    [
      '{stage=…} makes a stage of any heading and joins those of one name',
      `# Shop\n\n## Prepare\n### x {stage=go}\n${sh('a')}\n## Other\n${sh('b')}\n### y {stage=go}\n${sh('c')}`,
      ['go: a c', 'other: b'],
    ],
    [
      'a way back inside a stage leads back from that stage alone',
      `# Staging\n${sh('a')}\n## Rollback\n${sh('b')}\n# Production\n${sh('c')}\n## Rollback\n${sh('d')}`,
      [
        'staging in staging: a',
        'staging-rollback (rollback) in staging: b',
        'production in production: c',
        'production-rollback (rollback) in production: d',
      ],
    ],
    [
      'a way back of its own leads back from everything',
      `# Production\n${sh('a')}\n# Back-out plan\n${sh('b')}`,
      ['production in production: a', 'back-out-plan (rollback): b'],
    ],
    [
      'a handbook of deployment and rollback has a title, not a way back',
      `# Deployment & Rollback\n\n## Production\n${sh('a')}\n## Rollback\n${sh('b')}`,
      ['production in production: a', 'rollback (rollback): b'],
    ],
    [
      'headings in lists and quotations open nothing',
      `# Production\n\n> # Rollback\n\n- # Rollback\n${sh('a')}`,
      ['production in production: a'],
    ],
    [
      'prose sections are no stages',
      `# Shop\n\n## Goals\n\nText.\n\n## Production\n${sh('a')}`,
      ['production in production: a'],
    ],
    [
      'a table of contents is no list of instructions',
      `# Shop\n\n1. [Production](#production)\n\n## Production\n${sh('a')}`,
      ['production in production: a'],
    ],
    [
      'two stages of one name stay two',
      `# Production\n${sh('a')}\n# Production\n${sh('b')}`,
      ['production in production: a', 'production-2 in production: b'],
    ],
  ])('%s', (_, text, expected) => {
    expect(stagesOf(text)).toEqual(expected)
  })

  test.each([
    ['Rollback', 'rollback'],
    ['How to roll back the release', 'rollback'],
    ['Backing out', 'rollback'],
    ['Undo the migration', 'rollback'],
    ['Restore the previous version', 'rollback'],
    ['Test the rollback in staging', 'forward'],
    ['Verify backups', 'forward'],
    ['If the deploy fails', 'aside'],
    ['3.2 If rollback fails', 'aside'],
    ['When things go wrong', 'aside'],
    ['Troubleshooting', 'aside'],
    ['Appendix A: commands', 'aside'],
    ['Deploy the failover service', 'forward'],
    ['Roll out', 'forward'],
  ])('"%s" means %s', (heading, meaning) => {
    expect(meaningOfHeading(heading)).toBe(meaning)
  })

  test('keep what stands in an aside on the list of what is not run', () => {
    const { runbook } = parseRunbook('r.md', `# Production\n${sh('a')}\n## If it fails\n\n1. Call Ada\n${sh('b')}`)
    expect(runbook.notSteps.map(({ text, reason }) => `${text}: ${reason}`)).toEqual([
      'Call Ada: It stands under "If it fails", which is no part of a run.',
      'b: It stands under "If it fails", which is no part of a run.',
    ])
  })
})
