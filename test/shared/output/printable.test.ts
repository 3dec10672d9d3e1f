import { expect, test } from 'vitest'
import { printable } from '../../../shared/output/printable.ts'

test('nothing that a terminal obeys or that turns the reading order around is left in a printed line', () => {
  expect(printable('a\u001b[31mb\u0007\r\u009b1m\u202ec\td ä')).toBe('a\\x1b[31mb\\x07\\x0d\\x9b1m\\u202ec\td ä')
})
