/** The prose of the source between two lines, exclusive both: indentation that all lines share and blank edges taken away. */
export function proseBetween(lines: readonly string[], afterLine: number, beforeLine: number): string {
  const part = lines.slice(afterLine, Math.max(afterLine, beforeLine - 1)).map((line) => line.trimEnd())
  const first = part.findIndex((line) => line !== '')
  if (first === -1) return ''
  const filled = part.slice(first, part.findLastIndex((line) => line !== '') + 1)
  const indents = filled.filter((line) => line !== '').map((line) => line.search(/\S/))
  const shared = indents.reduce((least, each) => Math.min(least, each), 80)
  return filled.map((line) => line.slice(Math.min(shared, line.length))).join('\n')
}
