import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { longestRange } from '../../../../main/event-store/output/reader.ts'
import { attemptId } from '../../../../shared/ids.ts'
import { attempt, type Bench, createBench } from './support.ts'

let bench: Bench
let content: Buffer
beforeEach(async () => {
  bench = createBench()
  const lines = Array.from({ length: 30_000 }, (_, i) => (i % 9000 === 0 ? 'wide '.repeat(60_000) : `line ${i} é`))
  content = Buffer.from(lines.join('\n'))
  bench.write(content)
  bench.follow()
  await bench.importer.finish(attempt)
})
afterEach(() => bench.dispose())

const lineAt = (offset: number) => content.subarray(0, offset).toString('latin1').split('\n').length - 1

test('any range is read with the number of its first line', () => {
  expect([...bench.store.chunks(attempt)].length).toBeGreaterThan(1)
  fc.assert(
    fc.property(fc.nat(content.length + 10), fc.nat(100_000), (offset, length) => {
      const range = bench.store.read(attempt, offset, length)
      const from = Math.min(offset, content.length)
      const to = Math.min(content.length, from + Math.min(length, longestRange))
      expect(Buffer.from(range.bytes).equals(content.subarray(from, to))).toBe(true)
      expect(range.offset).toBe(from)
      expect(range.firstLine).toBe(lineAt(from))
      expect(range.head).toEqual({ attempt, bytes: content.length, lines: 29_999 })
    }),
    { numRuns: 60 },
  )
})

test('any line is found without reading what is before it', () => {
  const starts = [0]
  for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, at + 1)) starts.push(at + 1)
  for (const line of [0, 1, 2, 8999, 9000, 9001, 12_345, 18_000, 18_001, 29_998, 29_999]) {
    const range = bench.store.readFromLine(attempt, line, 20)
    expect(range).toMatchObject({ offset: starts[line], firstLine: line })
  }
})

test('a line or byte beyond the end is the end', () => {
  const end = { offset: content.length, firstLine: 29_999 }
  expect(bench.store.readFromLine(attempt, 30_000, 10)).toMatchObject(end)
  expect(bench.store.read(attempt, content.length * 2, 10)).toMatchObject(end)
  expect(bench.store.read(attempt, content.length * 2, 10).bytes).toHaveLength(0)
  expect(Buffer.from(bench.store.read(attempt, -5, 4).bytes)).toEqual(content.subarray(0, 4))
})

test('an attempt without output is empty', () => {
  const nobody = attemptId('nobody')
  expect(bench.store.head(nobody)).toEqual({ attempt: nobody, bytes: 0, lines: 0 })
  expect(bench.store.readFromLine(nobody, 3, 10)).toMatchObject({ offset: 0, firstLine: 0 })
  expect([...bench.store.chunks(nobody)]).toEqual([])
})

test('stored output can neither be changed nor removed', () => {
  expect(() => bench.db.exec('DELETE FROM output_chunks')).toThrow('append-only')
  expect(() => bench.db.exec("UPDATE output_chunks SET data = x'00'")).toThrow('append-only')
  expect(() => bench.db.exec('UPDATE output_streams SET bytes = 0')).toThrow('append-only')
})
