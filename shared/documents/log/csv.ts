/**
 * The record as a table: RFC 4180, one row an entry, every field quoted. What people and programs wrote cannot become a formula in a spreadsheet
 * (https://owasp.org/www-community/attacks/CSV_Injection), also not in one that splits at other separators.
 */
import { assuranceOf, type LogEntry } from './log-entry.ts'

/** Stable: new columns come at the end only. */
export const CSV_COLUMNS = [
  'entry',
  'recorded_at',
  'type',
  'actor',
  'role',
  'assurance',
  'what',
  'run',
  'step',
  'attempt',
  'hash',
  'payload',
] as const

export const BYTE_ORDER_MARK = '\ufeff'

const LINE_END = '\r\n'
const NOT_PLAIN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu
/** What makes a cell a formula, full-width forms included. */
const FORMULA = '=+\\-@\uff1d\uff0b\uff0d\uff20'
const FORMULA_START = new RegExp(`^\\s*[${FORMULA}]`, 'u')
/** The same where a program that splits at something else than commas would see the start of a cell. */
const INNER_FORMULA = new RegExp(`([;,|"'\\t]\\s*)(?=[${FORMULA}])`, 'gu')

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

/** Words of people and programs as one plain line that no spreadsheet takes for a formula: a `'` stands before what would begin one. */
export function csvText(text: string): string {
  const line = text.replace(NOT_PLAIN, ' ').trim().replace(INNER_FORMULA, "$1'")
  return quoted(FORMULA_START.test(line) ? `'${line}` : line)
}

const STRING = /"(?:[^"\\]|\\.)*"/g
const SUSPECT = new RegExp(`(^"|\\\\"|[;,|'\\s])([${FORMULA}])`, 'gu')
const ANY_SUSPECT = new RegExp(`["';,|\\s][${FORMULA}]`, 'u')
const HIDDEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

const escapedCharacter = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** JSON that says the same: inside its strings what could begin a formula or hide text is written as `\uXXXX`. */
export function csvJson(json: string): string {
  const plain = json.replace(HIDDEN, escapedCharacter)
  if (!ANY_SUSPECT.test(plain)) return quoted(plain)
  const safe = plain.replace(STRING, (text) =>
    text.replace(SUSPECT, (_, before: string, sign: string) => before + escapedCharacter(sign)),
  )
  return quoted(safe)
}

export const csvHead = (): string => CSV_COLUMNS.map(quoted).join(',') + LINE_END

export function csvRow(entry: LogEntry): string {
  const { seq, recordedAt, type, actor, words, run, step, attempt, hash, payload } = entry
  const name = actor.kind === 'person' ? actor.name : 'Cockpit'
  const role = actor.kind === 'person' ? (actor.role ?? '') : ''
  return (
    [
      String(seq),
      csvText(recordedAt),
      csvText(type),
      csvText(name),
      csvText(role),
      csvText(assuranceOf(actor)),
      csvText(words),
      csvText(run ?? ''),
      csvText(step ?? ''),
      csvText(attempt ?? ''),
      quoted(hash),
      payload === undefined ? '""' : csvJson(payload),
    ].join(',') + LINE_END
  )
}
