/** Markdown made of plain text: every word is escaped on its way in, so that no name can break a table, make a heading or bring HTML. */

/** Overrides of the direction of writing make a line read as another than it is. */
const BIDI = /[\u202a-\u202e\u2066-\u2069]/g
/** `<` begins HTML only before a letter, `/`, `!` or `?`, `&` an entity only before a letter or `#`: what reads well stays as it is. */
const INLINE = /[\\`*[\]|~]|<(?=[A-Za-z/!?])|&(?=[#A-Za-z])/g
/** Inside a word `_` means nothing. */
const UNDERSCORE = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu
/** What begins a heading, a list, a rule or a numbered item at the start of a line. */
const LINE_START = /^(?:[#+=>-]|\d+(?=[.)](?:\s|$)))/

const escapeStart = (text: string): string =>
  text.replace(LINE_START, (found) => (/\d/.test(found) ? `${found}\\` : `\\${found}`))

/** One line of plain text inside a table, where no beginning of a line means anything. */
export const escapeCell = (text: string): string =>
  text
    .replace(BIDI, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replace(INLINE, (found) => `\\${found}`)
    .replace(UNDERSCORE, '\\_')

/** One line of plain text as Markdown that shows it as it is. */
export const plainText = (text: string): string => escapeStart(escapeCell(text))

export const heading = (level: 1 | 2 | 3 | 4, text: string): string =>
  `${'#'.repeat(level)} ${plainText(text).replace(/#+$/, '\\$&')}`

export const paragraph = (text: string): string => plainText(text)

export const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${plainText(line)}`).join('\n')

const row = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`

/** With a row that says so when there is nothing to list. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], none = 'None.'): string {
  if (rows.length === 0) return paragraph(none)
  return [row(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(row)].join('\n')
}

/** Name and value, one below the other. */
export const facts = (pairs: readonly (readonly [string, string])[]): string => table(['', ''], pairs)

/** The lines as they are written, set apart. */
export const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${plainText(line)}`.trimEnd())
    .join('\n')

/** A fence longer than any inside the text. */
export function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language.replace(/[^\w-]/g, '')}\n${text.replace(BIDI, '').replace(/\n$/, '')}\n${fence}`
}

export const joinBlocks = (blocks: readonly string[]): string => `${blocks.filter(Boolean).join('\n\n')}\n`
