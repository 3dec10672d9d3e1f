/** Variables a shell script reads without setting them. */
import { CODE, COMMENT, DOUBLE, HEREDOC, QUOTED_HEREDOC, ShellScanner, SINGLE } from '../markdown/shell-scanner.ts'

export type ScriptVariables = {
  /** Read before being set here, with the line (from 0) of the first use. */
  reads: Map<string, number>
  /** Set here in any way: assignment, `read`, `for`, `export`. */
  sets: Set<string>
}

const READ = /\$(?:\{([#!]?)([A-Za-z_][A-Za-z0-9_]*)([^}]?)|([A-Za-z_][A-Za-z0-9_]*))/g
const ASSIGN = /(?:^|[\s;&|(){}])([A-Za-z_][A-Za-z0-9_]*)\+?=/g
const DECLARE =
  /(?:^|[\s;&|(){}])(?:export|local|declare|typeset|readonly|read|mapfile|readarray|getopts|unset|printf\s+-v)\s+([^;&|<]*)/g
const LOOP = /(?:^|[\s;&|(){}])(?:for|select)\s+([A-Za-z_][A-Za-z0-9_]*)/g

const inShell = (context: number) => context === CODE || context === DOUBLE || context === HEREDOC

/** `${X:-default}`, `${X:=value}`, `${X+alt}`, `${X?message}`: made for the case that it is missing. */
const isGuarded = (line: string, match: RegExpExecArray) =>
  match[2] !== undefined && /^:?[-=+?]/.test(line.slice(match.index + 2 + (match[1]?.length ?? 0) + match[2].length))

type SetHere = { name: string; at: number }

/** Names a line sets, with where: what stands behind it on the same line reads a variable that is set. */
function setsIn(code: string): SetHere[] {
  const assigned = [...code.matchAll(ASSIGN), ...code.matchAll(LOOP)].map((match) => ({
    name: match[1]!,
    at: match.index,
  }))
  const declared = [...code.matchAll(DECLARE)].flatMap((match) =>
    match[1]!
      .split(/\s+/)
      .map((word) => word.split('=')[0]!)
      .filter((word) => /^[A-Za-z_]\w*$/.test(word))
      .map((name) => ({ name, at: match.index })),
  )
  return [...assigned, ...declared]
}

export function scriptVariables(text: string): ScriptVariables {
  const scanner = new ShellScanner()
  const reads = new Map<string, number>()
  const sets = new Set<string>()
  for (const [offset, line] of text.split('\n').entries()) {
    const contexts = scanner.feed(line)
    const isHidden = (at: number) => [SINGLE, COMMENT, QUOTED_HEREDOC].includes(contexts[at]!)
    const code = line.replace(/[\s\S]/g, (char, at: number) => (isHidden(at) || contexts[at] === HEREDOC ? ' ' : char))
    const here = setsIn(code)
    for (const match of line.matchAll(READ)) {
      const name = match[2] ?? match[4]!
      const isEscaped = line[match.index - 1] === '\\' || line[match.index - 1] === '$'
      if (!inShell(contexts[match.index]!) || isEscaped || sets.has(name) || reads.has(name)) continue
      if (isGuarded(line, match) || here.some((set) => set.name === name && set.at < match.index)) continue
      reads.set(name, offset)
    }
    for (const { name } of here) sets.add(name)
  }
  return { reads, sets }
}
