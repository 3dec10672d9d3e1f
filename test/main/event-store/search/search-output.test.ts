/** Searching stored output, wherever its chunks and the parts of the search begin. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Matching } from '../../../../main/event-store/search/line-matcher.ts'
import { cutAt, searchAll, storeChunks, temporaryLedger } from './support.ts'

let ledger: ReturnType<typeof temporaryLedger>
let count = 0
beforeAll(() => {
  ledger = temporaryLedger()
})
afterAll(() => ledger.dispose())

const store = (...chunks: Buffer[]) => {
  const attempt = `a-${++count}`
  return { no: storeChunks(ledger.db, attempt, chunks).no, attempt }
}
const plain = (text: string, matchCase = false): Matching => ({ text, mode: 'plain', matchCase })
const regex = (text: string, matchCase = true): Matching => ({ text, mode: 'regex', matchCase })

/** Random, and the same at every run. */
function randomFrom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % below
  }
}

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g')

/** What the search is held against: all of it as one text, line by line. */
function naive(content: Buffer, { text, mode, matchCase }: Matching): number[] {
  const source = mode === 'regex' ? text : text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pattern = new RegExp(source, matchCase ? 'm' : 'im')
  const lines = content.toString('utf8').replace(ESCAPES, '').split('\n')
  const last = lines.at(-1) === '' ? lines.slice(0, -1) : lines
  return last.flatMap((line, number) => (pattern.test(line) ? [number] : []))
}

const WORDS = ['ab', 'aB', 'abc', 'b', '\n', '\n', '\r\n', 'ä', '€', '\u001b[31m', '\u001b[0m', ' ', 'x'.repeat(40)]
const SEARCHED = [
  plain('ab'),
  plain('AB', true),
  plain('ab', true),
  plain('abc'),
  plain('ä'),
  plain('bb'),
  regex('a+b\\s*b'),
  regex('^ab'),
  regex('b$'),
  regex('[^a]b'),
  regex('(?:ab|€)x', false),
  regex('^$'),
  regex('x*'),
]

test('whatever stands at the borders of chunks and parts, every matching line is found once and in order', () => {
  const random = randomFrom(42)
  for (let round = 0; round < 40; round++) {
    const content = Buffer.from(Array.from({ length: random(80) }, () => WORDS[random(WORDS.length)]!).join(''))
    const places = Array.from({ length: random(12) }, () => random(content.length + 1))
    const stored = store(...cutAt(content, places))
    const borders = Array.from({ length: random(4) }, () => 1 + random(content.length + 1)).toSorted((a, b) => a - b)
    for (const matching of SEARCHED) {
      const { hits } = searchAll(ledger.db, stored, matching, { borders: [...new Set(borders)] })
      const said = JSON.stringify({ content: content.toString(), places, borders, matching })
      expect(
        hits.map((hit) => hit.line),
        said,
      ).toEqual(naive(content, matching))
    }
  }
})

test('while output grows every line is found once, also one that is not over yet', () => {
  const random = randomFrom(7)
  for (let round = 0; round < 15; round++) {
    const content = Buffer.from(Array.from({ length: 60 }, () => WORDS[random(WORDS.length)]!).join(''))
    const pieces = cutAt(
      content,
      Array.from({ length: 8 }, () => random(content.length)),
    )
    const attempt = `a-${++count}`
    for (const matching of [plain('ab'), plain('abc', true), regex('a[bc]')]) {
      const name = `${attempt}-${matching.text}-${matching.mode}`
      let from = { offset: 0, at: 'line' as 'line' | 'skip' | 'inside' }
      const lines: number[] = []
      for (const piece of pieces) {
        const { no } = storeChunks(ledger.db, name, [piece])
        const { hits, cursor } = searchAll(ledger.db, { no, attempt: name }, matching, { from })
        lines.push(...hits.map((hit) => hit.line))
        from = cursor
      }
      expect(lines, JSON.stringify({ pieces: pieces.map(String), matching })).toEqual(naive(content, matching))
    }
  }
})

test('a line of many megabytes without an end is searched like any other', () => {
  const filler = Buffer.alloc(1_500_000, 'y')
  const content = Buffer.concat([
    Buffer.from('first needle\n'),
    filler,
    Buffer.from('nee'),
    Buffer.from('dle'),
    filler,
    Buffer.from('\nlast needle'),
  ])
  const stored = store(...cutAt(content, [700_000, 13 + filler.length + 3, 2_000_000, 2_600_000]))
  for (const matching of [plain('NEEDLE'), plain('needle', true), regex('n[e]+dle'), regex('needle\\S')]) {
    const { hits } = searchAll(ledger.db, stored, matching, { borders: [500_000, 1_000_000, 2_000_000] })
    expect(
      hits.map((hit) => hit.line),
      matching.text,
    ).toEqual(naive(content, matching))
    const long = hits.find((hit) => hit.line === 1)
    expect(long?.text.slice(...long.ranges[0]!)).toMatch(/^needle/)
    expect(long?.text.length).toBeLessThanOrEqual(400)
  }
  expect(searchAll(ledger.db, stored, plain('nowhere')).hits).toEqual([])
})

test('a match is shown as it is seen, with its place and the lines around it', () => {
  const stored = store(Buffer.from('before\r\n\u001b[31mERR\u001b[1mOR\u001b[0m: disk ä full\r\nafter\nmore\n'))
  const [hit] = searchAll(ledger.db, stored, plain('error: DISK Ä'), { context: 1 }).hits
  expect(hit).toMatchObject({
    line: 1,
    offset: 8,
    text: 'ERROR: disk ä full',
    ranges: [[0, 13]],
    before: ['before'],
    after: ['after'],
  })
})

test('what is not UTF-8 moves no line, and case is folded beyond ASCII', () => {
  const broken = Buffer.concat([Buffer.from([0xc3, 0x0a, 0xff, 0xfe, 0x0a]), Buffer.from('GRÖSSE ok\ngröße\n')])
  const stored = store(broken)
  expect(searchAll(ledger.db, stored, plain('grö')).hits.map(({ line, offset }) => [line, offset])).toEqual([
    [2, 5],
    [3, 16],
  ])
  expect(searchAll(ledger.db, stored, regex('OK', false)).hits.map(({ offset }) => offset)).toEqual([5])
})
