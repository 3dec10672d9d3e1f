/** A script as characters with their quoting and place. */
import { CODE, COMMENT, ShellScanner } from '../markdown/shell-scanner.ts'

export type Char = { char: string; context: number; offset: number; column: number }

const MAX_LINE = 4000

/** Characters of the script with comments and here-documents taken out and continued lines joined. */
export function characters(text: string): Char[] {
  const scanner = new ShellScanner()
  const all: Char[] = []
  for (const [offset, line] of text.split('\n').entries()) {
    const isData = scanner.inHeredoc
    const contexts = scanner.feed(line)
    if (isData) continue
    for (let at = 0; at < Math.min(line.length, MAX_LINE); at++)
      if (contexts[at] !== COMMENT) all.push({ char: line[at]!, context: contexts[at]!, offset, column: at })
    if (line.endsWith('\\') && all.at(-1)?.char === '\\') all.pop()
    else all.push({ char: '\n', context: CODE, offset, column: line.length })
  }
  return all
}
