/** What is searched for as a regular expression, and what is wrong with one that a person wrote. */
import type { Matching } from './line-matcher.ts'

export class BadPattern extends Error {}

export type Compiled = {
  /** Global. `^` and `$` are the beginning and the end of a line. */
  pattern: RegExp
  /** It can match no line end, so that many lines are searched at once. */
  isWithinLines: boolean
  /** It matches nothing but ASCII, so that bytes are characters. */
  isAscii: boolean
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

const isAsciiText = (text: string) => /^[\0-\x7f]*$/.test(text)

/** With any of these an expression may match a line end, or `^` and `$` mean something else. */
const MAY_CROSS = /\\[sWDnxucpP]|\[\^|\(\?[a-z-]*[sm]/

/** Strictly by Unicode, or as leniently as people are used to where that changes no meaning: `\-`, `\"`, a lone `{`. */
function compile(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, `${flags}u`)
  } catch (error) {
    if (/\\[pPuk]/.test(source)) throw error
    return new RegExp(source, flags)
  }
}

const isValid = (source: string) => {
  try {
    compile(source, '')
    return true
  } catch {
    return false
  }
}

/** Where reading an expression fails: behind the longest beginning of it that is one. From 1. */
function failsAt(source: string): number {
  const characters = [...source]
  for (let length = characters.length - 1; length > 0; length--)
    if (isValid(characters.slice(0, length).join(''))) return length + 1
  return 1
}

/** `Invalid regular expression: /(a/u: Unterminated group` → `unterminated group`. */
function reasonOf(error: unknown): string {
  const reason = String((error as Error).message).replace(/^Invalid regular expression: .*\/[a-z]*: /s, '')
  return reason.charAt(0).toLowerCase() + reason.slice(1)
}

function compileExpression(text: string, flags: string): RegExp {
  try {
    return compile(text, flags)
  } catch (error) {
    const at = failsAt(text)
    throw new BadPattern(
      `This is no regular expression: ${reasonOf(error)}, at character ${at}. To search for it as it is written, leave the mode for expressions.`,
    )
  }
}

/** Throws `BadPattern`, with the place of what is wrong. */
export function compilePattern({ text, mode, matchCase }: Matching): Compiled {
  const flags = matchCase ? 'gm' : 'gmi'
  if (mode === 'regex') {
    return { pattern: compileExpression(text, flags), isWithinLines: !MAY_CROSS.test(text), isAscii: false }
  }
  const isAscii = isAsciiText(text)
  return { pattern: new RegExp(escaped(text), isAscii ? flags : `${flags}u`), isWithinLines: true, isAscii }
}
