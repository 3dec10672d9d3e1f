import fc from 'fast-check'
import { expect, test } from 'vitest'
import { behindLineEnd, countLineEnds } from '../../../../main/event-store/output/count-line-ends.ts'

const bytes = fc.uint8Array({ maxLength: 200, min: 8, max: 13 })

test('line ends are counted exactly, at any alignment', () => {
  fc.assert(
    fc.property(bytes, fc.integer({ min: 0, max: 7 }), (all, from) => {
      const view = all.subarray(Math.min(from, all.length))
      expect(countLineEnds(view)).toBe([...view].filter((byte) => byte === 10).length)
    }),
  )
})

test('every line is found behind the line end before it', () => {
  fc.assert(
    fc.property(bytes, (all) => {
      const lines = Buffer.from(all).toString('latin1').split('\n')
      let offset = 0
      lines.forEach((line, index) => {
        expect(behindLineEnd(all, index)).toBe(offset)
        offset += line.length + 1
      })
      expect(behindLineEnd(all, lines.length)).toBe(-1)
    }),
  )
})
