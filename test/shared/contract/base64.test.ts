import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeBase64, encodeBase64 } from '../../../shared/contract/base64.ts'

it('writes the same base64 as the platform and reads it back, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
      const text = encodeBase64(bytes)
      expect(text).toBe(Buffer.from(bytes).toString('base64'))
      expect(Buffer.compare(decodeBase64(text), bytes)).toBe(0)
    }),
    { numRuns: 200 },
  )
})

it.each(['a', 'ab=', 'a*==', 'ab\u00e9='])('refuses %j, which is not base64', (text) => {
  expect(() => decodeBase64(text)).toThrow(RangeError)
})
