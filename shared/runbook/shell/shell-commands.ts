/**
 * The simple commands of a shell script, for rules that look at programs and their options. It follows quotes, comments, here-documents and
 * substitutions (POSIX shell and bash, XCU 2.3); it never decides what runs, and expands nothing.
 */
import { CODE, SINGLE } from '../markdown/shell-scanner.ts'
import { type Char, characters } from './characters.ts'
import type { Separator, ShellCommand } from './shell-command.ts'
import { Splitter } from './splitter.ts'

const takesSeparator = (all: Char[], at: number): { follows: Separator; length: number } | undefined => {
  const { char } = all[at]!
  const next = all[at + 1]?.char
  if (char === '\n' || char === ';') return { follows: ';', length: 1 }
  if (char === '|') return { follows: next === '|' ? '||' : '|', length: next === '|' || next === '&' ? 2 : 1 }
  if (char !== '&' || next === '>' || all[at - 1]?.char === '>' || all[at - 1]?.char === '<') return undefined
  return { follows: next === '&' ? '&&' : '&', length: next === '&' ? 2 : 1 }
}

/** Redirections: `<`, `<<`, `<<<`, `>`, `>>`, `>&`, `&>`, `>|`. Answers how many characters it takes, 0 when it is none. */
function redirection(all: Char[], at: number): number {
  let end = at
  if (all[at]!.char === '&' && all[at + 1]?.char === '>') end++
  if (!'<>'.includes(all[end]!.char)) return 0
  while ('<>'.includes(all[end]?.char ?? ' ')) end++
  if ('&|-'.includes(all[end]?.char ?? ' ')) end++
  while (all[end]?.char === ' ') end++
  return end - at
}

const isWordEnd = (char: string) => /[\s;|&()<>]/.test(char)

/** Takes what stands at `at` outside quotes; answers where to go on. */
function inCode(all: Char[], at: number, into: Splitter): number {
  const place = all[at]!
  const { char } = place
  if (into.takePattern(char)) return at + 1
  if (into.isQuestion && /[&|<>();\n]/.test(char)) {
    into.endWord()
    return at + 1
  }
  if (into.isInCase && (isAt(all, at, ';;') || isAt(all, at, ';&'))) {
    into.endBranch()
    return at + (isAt(all, at, ';;&') ? 3 : 2)
  }
  if (isAt(all, at, '((')) {
    into.add('(())', place, false)
    return afterArithmetic(all, at - 1)
  }
  const separator = takesSeparator(all, at)
  if (separator) {
    into.endCommand(separator.follows)
    return at + separator.length
  }
  const length = redirection(all, at)
  if (length > 0) {
    into.redirect(char === '<')
    let end = at + length
    while (end < all.length && !(all[end]!.context === CODE && isWordEnd(all[end]!.char))) end++
    return Math.max(end, at + length)
  }
  if (char === ' ' || char === '\t') into.endWord()
  else if (isAt(all, at, '()')) {
    into.define()
    return at + 2
  } else if (char === '(') into.open(')')
  else if (char === ')') into.close(')')
  else if (char === '"' || char === "'") into.quote(place)
  else if (char === '\\' && all[at + 1]) {
    into.add(all[at + 1]!.char, place, true)
    return at + 2
  } else into.add(char, place, false)
  return at + 1
}

/** `$((…))` is a number, whatever stands in it. Answers where it ends. */
function afterArithmetic(all: Char[], at: number): number {
  let end = at + 3
  while (end < all.length && !(all[end]!.char === ')' && all[end - 1]!.char === ')')) end++
  return end + 1
}

const isAt = (all: Char[], at: number, text: string) => [...text].every((char, index) => all[at + index]?.char === char)

/** Takes a substitution that begins or ends at `at`; answers where to go on, or undefined when there is none. */
function substitution(all: Char[], at: number, into: Splitter): number | undefined {
  const place = all[at]!
  const { char, context } = place
  const isQuoted = context !== CODE
  if (isAt(all, at, '$((')) {
    into.add('$(())', place, isQuoted)
    return afterArithmetic(all, at)
  }
  if (char === '`' && into.close('`')) return at + 1
  if (char !== '`' && !isAt(all, at, '$(')) return undefined
  into.add('$()', place, isQuoted)
  into.open(char === '`' ? '`' : ')')
  return at + (char === '`' ? 1 : 2)
}

/** The commands in the order they stand; those of a substitution come before the command they are a word of. */
export function shellCommands(text: string): ShellCommand[] {
  const all = characters(text)
  const into = new Splitter()
  for (let at = 0; at < all.length; ) {
    const place = all[at]!
    const { char, context } = place
    const next = context === SINGLE ? undefined : substitution(all, at, into)
    if (next !== undefined) at = next
    else if (context === CODE) at = inCode(all, at, into)
    else {
      if (char === (context === SINGLE ? "'" : '"')) into.quote(place)
      else into.add(char, place, true)
      at++
    }
  }
  into.end()
  return into.commands
}
