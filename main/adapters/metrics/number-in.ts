/** A number out of what a source gave: text, or a value in a JSON document. Throws `SourceError` that says what to change. */
import { readJsonPath } from '../../../shared/analysis/json-path.ts'
import { SourceError } from './source-error.ts'

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

const shown = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  return `"${line.length > 60 ? `${line.slice(0, 57)}…` : line}"`
}

/** `place` is the subject of the sentence, `remedy` the rest of it after "where a number is needed; ". */
export const numberInText = (text: string, place: string, remedy: string): number => {
  const trimmed = text.trim()
  if (NUMBER.test(trimmed)) return Number(trimmed)
  const what = trimmed === '' ? 'empty' : shown(trimmed)
  throw new SourceError(`${place} is ${what} where a number is needed; ${remedy}.`)
}

const kindOf = (value: unknown): string => (Array.isArray(value) ? `a list of ${value.length}` : 'a group of keys')

/** Follows a path to a number: null when the document says null there. True counts as 1 and false as 0. */
export const numberAt = (document: unknown, path: string, where: string): number | null => {
  const found = readJsonPath(document, path)
  if (!found.found) throw new SourceError(`"${path}" cannot be read from ${where}: ${found.reason}; change the path.`)
  const { value } = found
  if (value === null) return null
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  const place = `"${path}" of ${where}`
  if (typeof value === 'string') return numberInText(value, place, 'name a path that leads to one')
  throw new SourceError(`${place} is ${kindOf(value)} where a number is needed; go on in the path to a number in it.`)
}
