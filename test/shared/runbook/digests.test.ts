import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { digest, type Sha256 } from '../../../shared/ids.ts'
import { definitionDigest, resolvedDigest, stepDigest } from '../../../shared/runbook/digests.ts'
import { loadDefinition } from '../../../shared/runbook/load.ts'

const sha256: Sha256 = (data) => digest(createHash('sha256').update(data).digest('hex'))

const YAML = `cockpit: 1
release: { name: Shop, version: 2.4.0 }
environments: { production: { vars: { URL: a }, secrets: { TOKEN: { env: TOKEN } } } }
metrics: { rate: { target: { below: 1 }, source: { http-probe: { url: $URL } } } }
`
const RUNBOOK = 'Intro.\n\n# Production\n\nFirst we switch.\n\n```sh {name=switch timeout=5m}\n./switch.sh\n```\n'

function load(yaml = YAML, runbook = RUNBOOK) {
  const releaseYaml = { file: 'release.yaml', text: yaml }
  return loadDefinition({ releaseYaml, runbook: { file: 'runbook.md', text: runbook } }).definition!
}
const definition = (yaml?: string, runbook?: string) => definitionDigest(load(yaml, runbook), sha256)
const resolved = (yaml = YAML, extra: { inputs?: Record<string, string>; fileDigests?: Record<string, never> } = {}) =>
  resolvedDigest(
    { definition: load(yaml), stage: 'production', environment: 'production', inputs: {}, fileDigests: {}, ...extra },
    sha256,
  )

describe('The definition digest', () => {
  test('does not change with prose, positions, people or environments', () => {
    const base = definition()
    expect(definition(YAML, RUNBOOK.replace('First we switch.', 'First,\n\nwe switch traffic.'))).toBe(base)
    expect(definition(YAML.replace('URL: a', 'URL: b'))).toBe(base)
    expect(definition(`${YAML}team: { sre: Ada }\n`)).toBe(base)
  })

  test.each<[string, string, string]>([
    ['a command', YAML, RUNBOOK.replace('./switch.sh', './switch.sh --force')],
    ['an attribute', YAML, RUNBOOK.replace('5m', '6m')],
    ['the order of steps', YAML, RUNBOOK.replace('# Production\n', '# Production\n\n- [ ] tell support\n')],
    ['a metric', YAML.replace('below: 1', 'below: 2'), RUNBOOK],
  ])('changes with %s', (_, yaml, runbook) => {
    expect(definition(yaml, runbook)).not.toBe(definition())
  })
})

describe('The resolved digest', () => {
  test('changes with the environment, an input, a referenced file and a secret reference', () => {
    const all = [
      resolved(),
      resolved(YAML.replace('URL: a', 'URL: b')),
      resolved(YAML, { inputs: { REGION: 'eu' } }),
      resolved(YAML, { fileDigests: { 'switch.sh': 'x' as never } }),
      resolved(YAML.replace('{ env: TOKEN }', '{ file: token }')),
    ]
    expect(new Set(all).size).toBe(all.length)
  })
})

test('The digest of a step is that of what is executed', () => {
  const step = (runbook: string) => stepDigest(load(YAML, runbook).runbook.stages[0]!.steps[0]!, sha256)
  expect(step(RUNBOOK.replace('Intro.', 'Hello.\n\nWorld.'))).toBe(step(RUNBOOK))
  expect(step(RUNBOOK.replace('./switch.sh', './other.sh'))).not.toBe(step(RUNBOOK))
})
