/** Finding text in stored output, piece by piece. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { attempt, type Bench, createBench } from './support.ts'

let bench: Bench
beforeEach(() => {
  bench = createBench()
})
afterEach(() => bench.dispose())

async function store(content: Buffer | string): Promise<void> {
  bench.write(Buffer.from(content))
  bench.follow()
  await bench.importer.finish(attempt)
}

/** Asks until the end, as a window does; how many calls it took, and the lines with their counts. */
function findAll(text: string, matchCase = false) {
  const lines = new Map<number, number>()
  let calls = 0
  for (let fromByte = 0; ; ) {
    const found = bench.store.find(attempt, text, matchCase, fromByte)
    calls++
    for (const [line, count] of [...found.lines, ...(found.open ? [found.open] : [])])
      lines.set(line, (lines.get(line) ?? 0) + count)
    if (found.isEnd) return { calls, lines: [...lines] }
    expect(found.scannedTo).toBeGreaterThan(fromByte)
    fromByte = found.scannedTo
  }
}

const counts = (content: string, text: string) =>
  content.split('\n').flatMap((line, number) => {
    const count = line.toLowerCase().split(text.toLowerCase()).length - 1
    return count > 0 ? [[number, count]] : []
  })

test('every match is found once, with its line, whatever piece it stands in', async () => {
  const content = Array.from({ length: 120_000 }, (_, line) =>
    line % 997 === 0 ? `ERROR ${line}: no error` : `line ${line} of the deploy`,
  ).join('\n')
  await store(content)
  const found = findAll('error')
  expect(found.calls).toBeGreaterThan(2)
  expect(found.lines).toEqual(counts(content, 'error'))
  expect(findAll('error', true).lines).toEqual(found.lines.map(([line]) => [line, 1]))
  expect(findAll('nowhere').lines).toEqual([])
})

test('a match across the pieces of a line that is longer than one is found, and so is every other on it', async () => {
  const filler = 'x'.repeat(1_048_570)
  await store(`first\n${filler}needle in it${filler}needle\nneedle`)
  expect(findAll('needle').lines).toEqual([
    [1, 2],
    [2, 1],
  ])
})

test('case is folded beyond ASCII, nothing in the text is a pattern, and broken UTF-8 moves no line', async () => {
  const broken = Buffer.concat([Buffer.from([0xc3, 0x0a, 0xff, 0x0a]), Buffer.from('GRÖSSE 3.4 [ok]\ngröße 344\n')])
  await store(broken)
  expect(findAll('grö').lines).toEqual([
    [2, 1],
    [3, 1],
  ])
  expect(findAll('3.4').lines).toEqual([[2, 1]])
  expect(findAll('[OK]').lines).toEqual([[2, 1]])
})

test('more lines than one answer carries come in the next', async () => {
  await store('a\n'.repeat(45_000))
  const found = findAll('A')
  expect(found.lines).toHaveLength(45_000)
  expect(found.calls).toBe(3)
})

test('a line that still grows is told apart, and found again when it is whole', async () => {
  await store('done\nGo on? [y/N] ')
  const first = bench.store.find(attempt, 'go on', false, 0)
  expect(first).toMatchObject({ lines: [], open: [1, 1], scannedTo: 5, isEnd: true })
})
