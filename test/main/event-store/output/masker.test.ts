import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMasker } from '../../../../main/event-store/output/masker.ts'
import { needlesFor } from '../../../../main/event-store/output/needles.ts'

/** Masks as the importer does: a growing file, read in pieces of the given sizes from where the last call stopped. */
function maskInPieces(secrets: string[], raw: Buffer, sizes: number[]): string {
  const masker = createMasker(secrets)
  const out: Buffer[] = []
  let state = { at: 0, open: -1 }
  for (let written = 0, turn = 0; ; turn++) {
    written = Math.min(raw.length, written + Math.max(1, sizes[turn % sizes.length] ?? 1))
    const isEnd = written === raw.length
    const { masked, consumed, open } = masker(Buffer.from(raw.subarray(state.at, written)), state.open, isEnd)
    out.push(Buffer.from(masked))
    state = { at: state.at + consumed, open }
    if (isEnd) return Buffer.concat(out).toString('latin1')
  }
}

/** The rule, spelled out slowly: every byte of every find is covered, each maximal stretch becomes one mask. */
function maskSlowly(secrets: string[], raw: Buffer): string {
  const covered = new Uint8Array(raw.length)
  const begins = new Uint8Array(raw.length + 1)
  for (const needle of needlesFor(secrets)) {
    for (let at = raw.indexOf(needle); at >= 0; at = raw.indexOf(needle, at + 1))
      covered.fill(1, at, at + needle.length)
  }
  let text = ''
  for (let i = 0; i < raw.length; i++) {
    begins[i] = covered[i] && !covered[i - 1] ? 1 : 0
    if (begins[i]) text += '***'
    else if (!covered[i]) text += String.fromCharCode(raw[i] ?? 0)
  }
  return text
}

describe('output with secrets', () => {
  test('is masked wherever the secret stands', () => {
    expect(maskInPieces(['hunter2hunter2'], Buffer.from('a hunter2hunter2 b\nhunter2hunter2'), [1000])).toBe(
      'a *** b\n***',
    )
  })

  test('is masked the same however it is cut into pieces', () => {
    const secrets = ['abcabcabcd', 'abcdabcdef', 'aaaaaaaaab']
    const raw = Buffer.from('xabcabcabcabcdabcdefaaaaaaaaaaaaabcabcabcdabcabcabcd--abcabcabc')
    const whole = maskInPieces(secrets, raw, [raw.length])
    expect(whole).toContain('***')
    for (let size = 1; size < raw.length; size++) expect(maskInPieces(secrets, raw, [size])).toBe(whole)
    for (let cut = 1; cut < raw.length; cut++) expect(maskInPieces(secrets, raw, [cut, raw.length])).toBe(whole)
  })

  test('is masked by the rule for any secrets, bytes and pieces', () => {
    const letters = fc.stringMatching(/^[ab\n]{8,12}$/).filter((text) => text.trim().length >= 8)
    const pieces = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 })
    const bytes = fc.stringMatching(/^[ab\n]{0,200}$/)
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 3 }), bytes, pieces, (secrets, text, sizes) => {
        // A last byte that begins no secret, so that the end is not special.
        const raw = Buffer.from(`${text}#`)
        expect(maskInPieces(secrets, raw, sizes)).toBe(maskSlowly(secrets, raw))
      }),
      { numRuns: 500 },
    )
  })

  test('keeps every other byte, text or not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (bytes, size) => {
        const raw = Buffer.from(bytes)
        expect(maskInPieces(['never-printed-here'], raw, [size])).toBe(raw.toString('latin1'))
      }),
    )
  })

  test('holds back what could begin a secret, and nothing else', () => {
    const masker = createMasker(['hunter2hunter2'])
    expect(masker(Buffer.from('nothing special'), -1, false).consumed).toBe(15)
    expect(masker(Buffer.from('password: hunte'), -1, false).consumed).toBe(10)
  })

  test('that ends in the middle of a secret does not give it away', () => {
    expect(maskInPieces(['hunter2hunter2'], Buffer.from('password: hunter2hunter'), [7])).toBe('password: ***')
    expect(maskInPieces(['hunter2hunter2'], Buffer.from('password: hunt'), [7])).toBe('password: hunt')
  })

  test('shows no line of a secret of many lines', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\nab==\n-----END KEY-----\n'
    expect(maskInPieces([key], Buffer.from(`key:\n${key}done`), [13])).toBe('key:\n***done')
    const indented = key.split('\n').map((line) => `    ${line}`)
    const masked = maskInPieces([key], Buffer.from(indented.join('\r\n')), [13])
    expect(masked).not.toMatch(/MIIE|hkiG/)
    expect(masked.split('\r\n')).toHaveLength(6)
  })
})

test('output without secrets passes untouched, in the very same memory', () => {
  const bytes = Buffer.from([0, 255, 10, 13])
  expect(createMasker([])(bytes, -1, false)).toEqual({ masked: bytes, consumed: 4, open: -1 })
  expect(createMasker([])(bytes, -1, false).masked).toBe(bytes)
})

test('many secrets of many lines do not stall the masker', () => {
  const line = (n: number) => Buffer.from(`${n}`.padStart(48, 'k')).toString('base64')
  const secrets = Array.from({ length: 5 }, (_, k) =>
    Array.from({ length: 40 }, (_, n) => line(k * 100 + n)).join('\n'),
  )
  const raw = Buffer.from(`ordinary output, line after line\n${line(203)}\n`.repeat(2000))
  const masked = maskInPieces(secrets, raw, [65536])
  expect(masked).toBe('ordinary output, line after line\n***\n'.repeat(2000))
})
