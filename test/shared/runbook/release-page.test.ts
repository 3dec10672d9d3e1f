/** docs/release-yaml.md: every example is one the cockpit reads, and every key there is has an example. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { parse } from 'yaml'
import { loadDefinition } from '../../../shared/runbook/load.ts'

const root = join(import.meta.dirname, '../../..')
const page = readFileSync(join(root, 'docs/release-yaml.md'), 'utf8')
const FENCE = '```'

/** Everything a step of the examples may refer to. */
const STEPS = [
  'switch-traffic',
  'switch-back',
  'retire-blue',
  'set-weight',
  'roll',
  'close',
  'open',
  'restore',
  'smoke-a',
  'smoke-b',
]
const command = (id: string) =>
  `${FENCE}sh {name=${id}${id === 'set-weight' ? ' undo=weight-zero' : ''}}\n./${id}.sh\n${FENCE}\n`
const RUNBOOK = `# Production\n\n${STEPS.map(command).join('\n')}\n- Soak {name=soak wait=1m}\n\n# Rollback\n\n1. Go back\n\n${command('weight-zero')}`

type Part = { key: string; text: string }
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!)
/** A top-level key with all that belongs to it. */
const parts = (text: string): Part[] =>
  text
    .split(/^(?=[a-z]+:)/m)
    .filter(Boolean)
    .map((part) => ({ key: part.slice(0, part.indexOf(':')), text: part }))

const first = new Map<string, string>()
for (const { key, text } of blocks.flatMap(parts)) if (!first.has(key)) first.set(key, text)

const errorsOf = (releaseYaml: string): string[] =>
  loadDefinition({
    releaseYaml: { file: 'release.yaml', text: releaseYaml },
    runbook: { file: 'runbook.md', text: RUNBOOK },
  })
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ line, message }) => `${line}: ${message}`)

const wholeWith = (text: string) =>
  [...new Map([...first, ...parts(text).map((part) => [part.key, part.text] as const)]).values()].join('')

type Schema = {
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: unknown[]
  const?: unknown
}

const inner = ({ properties, additionalProperties, items, anyOf = [], oneOf = [] }: Schema): Schema[] => [
  ...Object.values(properties ?? {}),
  ...(typeof additionalProperties === 'object' ? [additionalProperties] : []),
  ...(items ? [items] : []),
  ...anyOf,
  ...oneOf,
]

const keysOf = (schema: Schema): string[] => [...Object.keys(schema.properties ?? {}), ...inner(schema).flatMap(keysOf)]
const wordsOf = (schema: Schema): unknown[] => [...(schema.enum ?? []), ...inner(schema).flatMap(wordsOf)]

const usedIn = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, each]) => [...(Array.isArray(value) ? [] : [key]), ...usedIn(each)])
    : []

describe('docs/release-yaml.md', () => {
  const schema = JSON.parse(readFileSync(join(root, 'resources/schemas/release.schema.json'), 'utf8')) as Schema

  test.each(blocks.map((text) => ({ text, title: text.split('\n').slice(0, 2).join(' ') })))(
    'has an example that is read without an error: $title',
    ({ text }) => {
      expect(errorsOf(wholeWith(text))).toEqual([])
    },
  )

  it('has an example of every key', () => {
    const used = new Set(blocks.flatMap((text) => usedIn(parse(text))))
    expect([...new Set(keysOf(schema))].filter((key) => !used.has(key))).toEqual([])
  })

  it('names every word a key may have', () => {
    const said = new Set(page.match(/[\w-]+/g))
    expect([...new Set(wordsOf(schema).map(String))].filter((word) => !said.has(word))).toEqual([])
  })
})
