/** The next release.yaml out of the last one's. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadDefinition } from '../../../../shared/runbook/load.ts'
import { parseRunbook } from '../../../../shared/runbook/markdown/parse-runbook.ts'
import { nextReleaseYaml } from '../../../../shared/runbook/new-release/next-release-yaml.ts'
import { planReleaseYaml } from '../../../../shared/runbook/new-release/plan-release-yaml.ts'

const LAST = `# Ours
cockpit: 1
release: { name: Night Train, version: 2.4.0, previous: 2.3.1, ticket: CHG-7 } # the facts
windows: [{ start: 2026-11-28T22:00:00+01:00, end: 2026-11-29T01:00:00+01:00 }]   # agreed
team:
  sre: [{ name: "Jo" }]     # deputy in January
`

const next = (text: string, version = '2.5.0', startsAtMs?: number) => {
  const made = nextReleaseYaml(text, { version, ...(startsAtMs === undefined ? {} : { startsAtMs }) })
  if ('problem' in made) throw new Error(made.problem)
  return made
}

describe('the next release.yaml', () => {
  it('has the new version, the last one as previous and no windows, and keeps every other byte with its comments', () => {
    const { text, previous, notes } = next(LAST)
    expect(previous).toBe('2.4.0')
    expect(text).toBe(
      LAST.replace('2.4.0', '2.5.0')
        .replace('2.3.1', '2.4.0')
        .replace(/windows: \[.*\]/, 'windows: []'),
    )
    expect(notes.join(' ')).toMatch(/CHG-7.*windows were emptied/)
  })

  it('moves the windows to the date a person gives, each in the offset it was written in', () => {
    const { text } = next(LAST, '2.5.0', Date.parse('2026-12-05T23:00:00+01:00'))
    expect(text).toContain('windows: [{ start: 2026-12-05T23:00:00+01:00, end: 2026-12-06T02:00:00+01:00 }]   # agreed')
  })

  it('adds a previous where there was none, in maps of lines and on Windows line ends too', () => {
    const { text } = next(
      'cockpit: 1\r\nrelease:\r\n    name: A\r\n    version: "3.0"   # major\r\nteam: {}\r\n',
      '3.1',
    )
    expect(text).toBe(
      'cockpit: 1\r\nrelease:\r\n    name: A\r\n    version: "3.1"   # major\r\n    previous: "3.0"\r\nteam: {}\r\n',
    )
    expect(next('release: {version: 1.0.0}\n').text).toBe('release: {version: 2.5.0, previous: 1.0.0}\n')
  })

  it('empties windows written as a list, and quotes versions that YAML would read as numbers', () => {
    const text =
      'release:\n  version: 1.0.0\n  previous: 0.9\nwindows:\n- start: 2026-11-28T22:00:00Z\n  end: 2026-11-29T01:00:00Z\nteam: {}\n'
    expect(next(text, '2.10').text).toBe('release:\n  version: "2.10"\n  previous: 1.0.0\nwindows: []\nteam: {}\n')
  })

  it.each([
    ['version: 1', /no release.version/],
    ['release: { version: 2.5.0 }', /is the version of the last release/],
    ['release: [', /no release.version/],
    ['a: &v 1.0.0\nrelease: { version: *v }', /no release.version/],
  ])('is a sentence for %j', (text, sentence) => {
    expect(nextReleaseYaml(text, { version: '2.5.0' })).toEqual({ problem: expect.stringMatching(sentence) })
  })

  it('of every sample differs in versions alone, and can be used', () => {
    for (const sample of ['parcel-tracker', 'canary-nginx', 'rolling-fleet', 'big-bang-sqlite']) {
      const read = (name: string) =>
        readFileSync(join(import.meta.dirname, '../../../../resources/samples', sample, name), 'utf8')
      const { text } = next(read('release.yaml'), '99.0.0')
      expect(
        text.split('\n').filter((line, index) => line !== read('release.yaml').split('\n')[index]).length,
      ).toBeLessThan(4)
      const { definition } = loadDefinition({
        releaseYaml: { file: 'release.yaml', text },
        runbook: { file: 'runbook.md', text: read('runbook.md') },
      })
      expect(definition?.version).toBe('99.0.0')
    }
  })
})

it('a plan that was written without this program gets its environments and the variables nobody sets', () => {
  const plan =
    '# Ship it\n\n## Staging\n\n```sh\nVERSION=1\n./deploy.sh "$HOST" "$VERSION"\n```\n\n## Production\n\n```sh\nssh "$HOST" ./go\n```\n'
  const { runbook } = parseRunbook('runbook.md', plan, ['staging', 'production'])
  const text = planReleaseYaml(runbook, { name: 'Ship "it": now', version: '1.10' })
  const { definition } = loadDefinition({
    releaseYaml: { file: 'release.yaml', text },
    runbook: { file: 'runbook.md', text: plan },
  })
  expect(definition).toMatchObject({ name: 'Ship "it": now', version: '1.10' })
  expect(definition?.environments).toMatchObject([
    { name: 'staging', protected: false, vars: { HOST: 'FILL IN' } },
    { name: 'production', protected: true },
  ])
})
