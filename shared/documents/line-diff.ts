/** What differs between two texts, by line, and bringing two changes of one text together (diff3: Khanna, Kunal and Pierce, 2007). */
import { diff3Merge, diffIndices } from 'node-diff3'

export type DiffLine = { kind: 'same' | 'added' | 'removed' | 'gap'; text: string }

const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n')

/** Lines around each difference; `gap` stands for those left out, with how many. */
export function diffLines(before: string, after: string, around = 2): DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)]
  const lines: DiffLine[] = []
  let at = 0
  const same = (to: number, isLast: boolean) => {
    const head = at === 0 ? 0 : around
    const tail = isLast ? 0 : around
    const left = to - at - head - tail
    const show = (from: number, until: number) => {
      for (const text of a.slice(from, until)) lines.push({ kind: 'same', text })
    }
    if (left <= 1) return show(at, to)
    show(at, at + head)
    lines.push({ kind: 'gap', text: `${left} lines are the same` })
    show(to - tail, to)
  }
  const found = diffIndices(a, b)
  if (found.length === 0) return []
  for (const { buffer1, buffer1Content, buffer2Content } of found) {
    same(buffer1[0], false)
    for (const text of buffer1Content) lines.push({ kind: 'removed', text })
    for (const text of buffer2Content) lines.push({ kind: 'added', text })
    at = buffer1[0] + buffer1[1]
  }
  same(a.length, true)
  return lines
}

const MARKS = { ours: '<<<<<<< yours', theirs: '>>>>>>> the record now', between: '=======' }

/** Both changes of `base` in one text. Where both changed the same lines, both stand there between marks: `conflicts` of them. */
export function mergeTexts(base: string, ours: string, theirs: string): { text: string; conflicts: number } {
  const merged = diff3Merge(linesOf(ours), linesOf(base), linesOf(theirs), { excludeFalseConflicts: true })
  const lines = merged.flatMap(({ ok, conflict }) =>
    conflict ? [MARKS.ours, ...conflict.a, MARKS.between, ...conflict.b, MARKS.theirs] : (ok ?? []),
  )
  return { text: `${lines.join('\n')}\n`, conflicts: merged.filter(({ conflict }) => conflict).length }
}

/** Whether marks of a conflict are left in a text. */
export const hasConflictMarks = (text: string): boolean =>
  linesOf(text).some((line) => line === MARKS.ours || line === MARKS.theirs)

const SIGNS = { same: ' ', added: '+', removed: '-', gap: '…' }

export const diffText = (lines: readonly DiffLine[]): string =>
  lines.map(({ kind, text }) => `${SIGNS[kind]} ${text}\n`).join('')
