/** Says what zod found in a sentence a person can act on: what stands there, what must stand there. */
import type { z } from 'zod'
import { suggest } from './suggest.ts'

export type Issue = z.core.$ZodIssue

const KINDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
}

export function shownValue(value: unknown): string {
  if (value === null || value === undefined) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a group of keys'
  const text = String(value)
  const cut = text.length > 60 ? `${text.slice(0, 57)}…` : text
  return typeof value === 'string' ? `"${cut}"` : cut
}

const rangeWords = (issue: Issue): string => {
  if (issue.code === 'too_small')
    return issue.origin === 'array' || issue.origin === 'string'
      ? 'not empty'
      : `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`
  if (issue.code === 'too_big') return `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`
  return 'something else'
}

/** Our own messages in schemas: `code|what it must be`. */
const OWN_MESSAGE = /^([a-z][a-z-]+)\|(.+)$/s

export const isOwnMessage = (issue: Issue): boolean => OWN_MESSAGE.test(issue.message)

/** Code and "what it must be" of one issue that is not about keys. */
export function requirementOf(issue: Issue): { code: string; words: string } {
  const own = OWN_MESSAGE.exec(issue.message)
  if (own) return { code: own[1]!, words: own[2]! }
  if (issue.code === 'invalid_type') return { code: 'wrong-type', words: KINDS[issue.expected] ?? issue.expected }
  if (issue.code === 'invalid_value')
    return { code: 'bad-value', words: `one of ${issue.values.map(String).join(', ')}` }
  if (issue.code === 'invalid_union' && 'options' in issue)
    return { code: 'bad-value', words: `one of ${(issue.options as unknown[]).map(String).join(', ')}` }
  return { code: 'bad-value', words: rangeWords(issue) }
}

const UNQUOTED = /version|previous|ticket|name$/

/** `key is VALUE, but must be …`, with what to do when YAML read text as a number. */
export function valueSentence(path: string, value: unknown, source: string | undefined, words: string): string {
  const isText = words === 'text' || words.startsWith('text ')
  if (isText && typeof value !== 'object' && value !== undefined) {
    const written = source ?? String(value)
    const why = typeof value === 'number' && UNQUOTED.test(path) ? ', so 2.10 would become 2.1' : ''
    const kind = typeof value === 'number' ? 'a number' : 'true or false'
    if (typeof value !== 'string')
      return `${path} must be text, but YAML reads ${written} as ${kind}${why}: put it in quotes, "${written}".`
  }
  const isSecret = /(?:^|\.)secrets\./.test(path) || words.endsWith('never the value itself')
  const shown = isSecret && typeof value !== 'object' ? 'a bare value' : shownValue(value)
  return `${path} is ${shown}, but must be ${words}.${hintFor(value, words)}`
}

function hintFor(value: unknown, words: string): string {
  if (words.startsWith('a duration') && typeof value === 'number') return ` Add the unit: ${value}s or ${value}m, say.`
  if (typeof value !== 'string' || !words.includes('one of ')) return ''
  const choices = words.slice(words.indexOf('one of ') + 7).split(/, (?:or )?/)
  const near = suggest(value, choices)
  return near === undefined ? '' : ` Did you mean "${near}"?`
}

/** `"x" is not a key of Y here. Did you mean "z"?` */
export function unknownKeySentence(key: string, owner: string, known: readonly string[]): string {
  const near = suggest(key, known)
  const hint =
    near !== undefined ? ` Did you mean "${near}"?` : known.length > 0 ? ` Known here: ${known.join(', ')}.` : ''
  return `"${key}" is not a key of ${owner}.${hint}`
}
