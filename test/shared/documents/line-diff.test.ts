import { describe, expect, test } from 'vitest'
import { diffLines, diffText, hasConflictMarks, mergeTexts } from '../../../shared/documents/line-diff.ts'

const TEN = Array.from({ length: 10 }, (_, at) => `line ${at}`).join('\n')

describe('the difference of two versions', () => {
  test('is nothing when they are the same', () => {
    expect(diffLines(TEN, `${TEN}\n`)).toEqual([])
  })

  test('shows what changed with the lines around it, and says how many it leaves out', () => {
    const text = diffText(diffLines(TEN, TEN.replace('line 8', 'LINE 8')))
    expect(text).toBe('… 6 lines are the same\n  line 6\n  line 7\n- line 8\n+ LINE 8\n  line 9\n')
  })
})

describe('bringing two changes together', () => {
  test('keeps both where they are apart', () => {
    const merged = mergeTexts(TEN, TEN.replace('line 1', 'mine'), TEN.replace('line 8', 'the record'))
    expect(merged.conflicts).toBe(0)
    expect(merged.text).toContain('mine')
    expect(merged.text).toContain('the record')
    expect(hasConflictMarks(merged.text)).toBe(false)
  })

  test('shows both where both changed the same line', () => {
    const merged = mergeTexts(TEN, TEN.replace('line 4', 'mine'), TEN.replace('line 4', 'the record'))
    expect(merged.conflicts).toBe(1)
    expect(merged.text).toContain('<<<<<<< yours\nmine\n=======\nthe record\n>>>>>>> the record now')
    expect(hasConflictMarks(merged.text)).toBe(true)
  })

  test('is no conflict when both say the same', () => {
    const same = TEN.replace('line 4', 'both')
    expect(mergeTexts(TEN, same, same)).toEqual({ text: `${same}\n`, conflicts: 0 })
  })
})
