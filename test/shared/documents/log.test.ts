/** The record as CSV and Markdown, and which entries of it are chosen. */
import { expect, test } from 'vitest'
import { csvHead, csvJson, csvRow, csvText } from '../../../shared/documents/log/csv.ts'
import { formatProblem } from '../../../shared/documents/log/formats.ts'
import { readLogEntry } from '../../../shared/documents/log/log-entry.ts'
import { markdownLogRow, markdownOutputLines } from '../../../shared/documents/log/markdown-log.ts'
import { plainOutputLine } from '../../../shared/documents/log/plain-output.ts'
import { kindsProblem, selectionWords, selects } from '../../../shared/documents/log/selection.ts'
import { digest, releaseId } from '../../../shared/ids.ts'

const HOSTILE = [
  "=cmd|'/C calc'!A0",
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '＝1+1',
  'x;=1',
  'x";=1',
  'x,\t@A',
  'x\n=1',
  '\u202e=1',
  'x|+1',
]

const noted = (text: string, name = 'Ada Obi') => {
  const payload = { text }
  const entry = {
    seq: 7,
    type: 'note.added',
    schemaVersion: 1,
    recordedAt: '2026-11-28T21:00:00.123Z',
    actor: { kind: 'person' as const, name, role: 'sre', assurance: 'claimed' as const },
    causationId: null,
    correlationId: 'p-1',
    payloadDigest: digest('0'.repeat(64)),
    hash: digest('a'.repeat(64)),
    release: releaseId('r-1'),
    payload,
  }
  return readLogEntry(entry, JSON.stringify(payload))
}

/** RFC 4180, strictly. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let cells: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y
  for (cell.lastIndex = 0; cell.lastIndex < text.length; ) {
    const found = cell.exec(text)
    if (!found) throw new Error(`no CSV at ${cell.lastIndex}`)
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] === ',') continue
    rows.push(cells)
    cells = []
  }
  return rows
}

test('no word in a CSV begins a formula, neither at commas nor at other separators', () => {
  for (const hostile of HOSTILE) {
    const [head, row] = parseCsv(csvHead() + csvRow(noted(hostile, hostile)))
    expect(row).toHaveLength(head!.length)
    for (const text of [row![3]!, row![6]!]) {
      for (const cell of text.split(/[;,|\t\r\n"]/)) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/)
      expect(text).not.toMatch(/[\p{Cc}\u202e]/u)
    }
    expect(JSON.parse(row![11]!)).toEqual({ text: hostile })
    for (const cell of row![11]!.split(/[;,|\t\r\n"]/)) expect(cell).not.toMatch(/^\s*[=+@＝＋－＠]|^\s*-(?!\d)/)
  }
  expect(csvText('a plain "word", e-mail 2-3')).toBe('"a plain ""word"", e-mail 2-3"')
  expect(csvJson('{"n":[1,-2],"t":"a-b=c"}')).toBe('"{""n"":[1,-2],""t"":""a-b=c""}"')
})

test('a row of the Markdown log stays one row of plain text whatever was noted', () => {
  const row = markdownLogRow(noted('a | b\n# c\r\n<script>x</script> [l](http://e) `t`', 'Eve | <b>'))
  expect(row.trimEnd()).not.toContain('\n')
  expect(row).toContain('Eve \\| \\<b>')
  expect(row).toContain('\\<script>')
  expect(row).toContain('\\[l\\](http')
  expect(markdownOutputLines(['```', '', '# x'])).toBe('    ```\n\n    # x\n')
})

test('output is shown without what a terminal would obey', () => {
  expect(plainOutputLine('\u001b[31mred\u001b[0m \u001b]0;title\u0007x\u001b(B \u202ey')).toBe('red x y')
  expect(plainOutputLine(' 10 %\r 100 %\r')).toBe(' 100 %')
})

test('entries are chosen by number, time and kind, both ends included; an unknown kind is a sentence', () => {
  const fits = selects({
    fromSeq: 2,
    toMs: Date.parse('2026-11-28T21:00:00.000Z'),
    kinds: ['commands', 'note', 'run.paused'],
  })
  const at = '2026-11-28T21:00:00.000Z'
  expect([fits(1, 'step.started', at), fits(2, 'step.started', at), fits(3, 'note.added', at)]).toEqual([
    false,
    true,
    true,
  ])
  expect([fits(4, 'run.paused', at), fits(4, 'run.started', at)]).toEqual([true, false])
  expect(fits(5, 'note.added', '2026-11-28T21:00:00.001Z')).toBe(false)
  expect(kindsProblem(['commands', 'step', 'step.finished'])).toBeUndefined()
  expect(kindsProblem(['aprovals'])).toMatch(/"aprovals".*Did you mean approval/)
  expect(selectionWords({ fromSeq: 10, toSeq: 90, kinds: ['notes'] })).toBe('entries 10 to 90, kinds notes')
  expect(formatProblem('bundle', { fromSeq: 2 }, undefined)).toMatch(/the whole record/)
  expect(formatProblem('csv', {}, true)).toMatch(/entries alone/)
})
