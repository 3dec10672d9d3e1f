import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeCommand } from '../../../main/cli/judge.ts'

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures', 'judge')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-judge-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function judge(
  options: { baseline?: string; canary?: string; config?: string; json?: boolean },
  files: Record<string, string> = {},
) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  let [out, err] = ['', '']
  const io = {
    stdout: (text: string) => {
      out += text
    },
    stderr: (text: string) => {
      err += text
    },
    cwd: folder,
  }
  const defaults = { baseline: join(fixtures, 'baseline.csv'), canary: join(fixtures, 'canary.csv') }
  return { code: await judgeCommand({ ...defaults, ...options }, io), out, err }
}

const lines = (...values: (number | string)[]) => ['metric,value', ...values.map((value) => `a,${value}`)].join('\n')
const many = (text: number | string, count = 60) => Array.from({ length: count }, () => text)

describe('cockpit judge', () => {
  it('prints class, estimate, interval, effect and sample sizes of each metric, and fails a worse canary with exit 1', async () => {
    const { code, out } = await judge({})
    expect(code).toBe(1)
    expect(out).toMatch(/High +error-rate +\(all; 120 canary, 120 baseline samples\)/)
    expect(out).toMatch(/shift 0\.68597, interval 0\.57704 to 0\.79905 \(98 %\)/)
    expect(out).toContain('FAIL  Score 50')
  })

  it('says the same as JSON', async () => {
    const { out } = await judge({ json: true, config: join(fixtures, 'judge.yaml') })
    const said = JSON.parse(out)
    expect(said).toMatchObject({ verdict: 'fail', score: 50 })
    expect(said.metrics.map((each: { classification: string }) => each.classification)).toEqual([
      'high',
      'pass',
      'pass',
      'pass',
    ])
  })

  it('passes with exit 0 and holds with exit 3 when there is too little data', async () => {
    const files = { 'a.csv': lines(...many(1), 2), 'b.csv': lines(...many(1)), 'few.csv': lines(1, 2) }
    expect(await judge({ baseline: 'a.csv', canary: 'b.csv' }, files)).toMatchObject({ code: 0 })
    expect(await judge({ baseline: 'a.csv', canary: 'few.csv' })).toMatchObject({
      code: 3,
      out: expect.stringContaining('HOLD'),
    })
  })

  it('counts empty cells and NaN as missing', async () => {
    const { out } = await judge(
      { baseline: 'a.csv', canary: 'gaps.csv' },
      { 'a.csv': lines(...many(1), 2), 'gaps.csv': lines(...many(1), '', 'NaN') },
    )
    expect(out).toContain('missing 2 canary, 0 baseline')
  })

  it.each([
    ['a file that is not there', { canary: 'none.csv' }, {}, /none\.csv cannot be read: there is no such file\./],
    ['a folder', { canary: '.' }, {}, /it is a folder/],
    [
      'a cell that is no number',
      { canary: 'x.csv' },
      { 'x.csv': lines(1, 'fast') },
      /x\.csv:3: "fast" is not a number\./,
    ],
    ['no header', { canary: 'x.csv' }, { 'x.csv': 'errors,1\nerrors,2' }, /x\.csv:1: .*"metric" and "value"/],
    ['an empty file', { canary: 'x.csv' }, { 'x.csv': '' }, /x\.csv:1: There are no samples/],
    ['an unclosed quote', { canary: 'x.csv' }, { 'x.csv': 'metric,value\n"a,1\n' }, /x\.csv:\d+: /],
    [
      'an unknown key',
      { config: 'c.yaml' },
      { 'c.yaml': 'min-sample: 3\n' },
      /c\.yaml:1:1: .*Did you mean "min-samples"/,
    ],
    ['weights over 100', { config: 'c.yaml' }, { 'c.yaml': 'groups: { a: 60, b: 50 }\n' }, /c\.yaml:1:\d+: .*100/],
    ['broken YAML', { config: 'c.yaml' }, { 'c.yaml': 'groups: [\n' }, /c\.yaml:\d+:\d+: /],
  ])('answers %s with its place and exit 2', async (_, options, files, sentence) => {
    const { code, err, out } = await judge(options, files as Record<string, string>)
    expect(code).toBe(2)
    expect(err).toMatch(sentence)
    expect(err).not.toMatch(/ at .*\.ts:/)
    expect(out).toBe('')
  })
})
