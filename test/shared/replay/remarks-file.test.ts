import { expect, test } from 'vitest'
import { readRemarks, remarksJson, remarksMarkdown } from '../../../shared/replay/remarks-file.ts'

const HASH = 'a'.repeat(64)
const remark = {
  text: 'Too | late <b>',
  aboutSeq: 3,
  aboutHash: HASH,
  aboutMs: Date.parse('2026-11-27T21:00:00Z'),
  by: 'Ada Obi',
  writtenAt: '2026-11-28T09:00:00.000Z',
}
const kept = { release: 'parcel-tracker-2.4.0', ledgerId: 'l-1', remarks: [remark] }
const about = { ledgerId: 'l-1', hashOf: (seq: number) => (seq === 3 ? HASH : undefined) }

test('remarks saved as a file come back as they were', () => {
  expect(readRemarks(remarksJson(kept), about)).toEqual({ remarks: [remark] })
})

test('remarks about another record, or another version of it, are not taken for remarks about this one', () => {
  const told = (text: string, of = about) => readRemarks(text, of)
  expect(told(remarksJson(kept), { ...about, ledgerId: 'l-2' })).toMatchObject({
    problem: expect.stringContaining('about another record'),
  })
  expect(told(remarksJson({ ...kept, remarks: [{ ...remark, aboutSeq: 4 }] }))).toMatchObject({
    problem: expect.stringContaining('entry 4 is not the same'),
  })
})

test('any other file is refused with a sentence', () => {
  for (const text of ['', 'no JSON', '[]', '{}', 'null', JSON.stringify({ ...kept, format: 'x' }), '\0\0\0'])
    expect(readRemarks(text, about)).toMatchObject({ problem: expect.stringContaining('.notes.json') })
  const huge = remarksJson({ ...kept, remarks: [{ ...remark, text: 'x'.repeat(4001) }] })
  expect(readRemarks(huge, about)).toHaveProperty('problem')
})

test('as Markdown they are plain text, whatever was written', () => {
  const text = remarksMarkdown(kept)
  expect(text).toContain('Too \\| late ')
  expect(text).not.toMatch(/[^\\]<b>/)
  expect(text).toContain('2026-11-27T21:00:00.000Z')
})
