/** Two texts that differ within lines only, as a patch that `git apply` takes (git-diff manual, "Generating patch text with -p"). */

const AROUND = 3
const NO_NEWLINE = '\\ No newline at end of file\n'

/** Lines with their ends: a carriage return is content to git. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/** Changed lines (from 0) that are shown together: nearer to each other than both their surroundings. */
function hunksOf(changed: readonly number[]): number[][] {
  const hunks: number[][] = []
  for (const at of changed) {
    const last = hunks.at(-1)
    if (last && at - last.at(-1)! <= 2 * AROUND + 1) last.push(at)
    else hunks.push([at])
  }
  return hunks
}

const shown = (sign: string, line: string) => (line.endsWith('\n') ? `${sign}${line}` : `${sign}${line}\n${NO_NEWLINE}`)

function hunkText(before: readonly string[], after: readonly string[], changed: readonly number[]): string {
  const from = Math.max(0, changed[0]! - AROUND)
  const to = Math.min(before.length, changed.at(-1)! + AROUND + 1)
  const isChanged = new Set(changed)
  let body = ''
  for (let at = from; at < to; ) {
    if (!isChanged.has(at)) {
      body += shown(' ', before[at++]!)
      continue
    }
    let end = at
    while (isChanged.has(end)) end++
    for (const [sign, lines] of [
      ['-', before],
      ['+', after],
    ] as const)
      for (let line = at; line < end; line++) body += shown(sign, lines[line]!)
    at = end
  }
  const span = `${from + 1},${to - from}`
  return `@@ -${span} +${span} @@\n${body}`
}

/** `path` from the folder in which the patch is applied, with `/`. Empty when nothing differs. Throws when the texts have not the same number of lines. */
export function linePatch(path: string, beforeText: string, afterText: string): string {
  const [before, after] = [linesOf(beforeText), linesOf(afterText)]
  if (before.length !== after.length) throw new Error('The texts differ in more than words of lines.')
  const changed = before.flatMap((line, index) => (line === after[index] ? [] : [index]))
  if (changed.length === 0) return ''
  const hunks = hunksOf(changed).map((hunk) => hunkText(before, after, hunk))
  return `--- a/${path}\n+++ b/${path}\n${hunks.join('')}`
}
