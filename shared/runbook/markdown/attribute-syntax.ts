/**
 * Attributes as Runme writes them (https://docs.runme.dev/configuration/cell-level), `{"name":"x"}` and `{ name=x }`, plus quoted values.
 * Pandoc's `#id` and `.class` are let pass.
 */
export type RawAttribute = { value: unknown; column: number }
export type RawAttributes = Map<string, RawAttribute>

export type AttributeProblem = { column: number; message: string }

export type ReadAttributes = { attributes: RawAttributes; classes: string[]; problems: AttributeProblem[] }

const TOKEN = /([A-Za-z][\w.-]*)\s*=\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^\s}"']+)|([#.][\w:-]+)|([A-Za-z][\w-]*)|(\S)/gy

const unquote = (text: string): string => {
  if (text.startsWith('"')) return text.slice(1, -1).replace(/\\(.)/g, '$1')
  return text.startsWith("'") ? text.slice(1, -1) : text
}

function readJson(text: string, column: number): ReadAttributes | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    const attributes: RawAttributes = new Map()
    for (const [key, each] of Object.entries(value)) {
      const at = text.indexOf(JSON.stringify(key))
      attributes.set(key, { value: each, column: column + Math.max(0, at) })
    }
    return { attributes, classes: [], problems: [] }
  } catch {
    return undefined
  }
}

/** Reads the inside of `{…}`; `column` is that of the opening brace. */
function readPairs(inside: string, column: number): ReadAttributes {
  const read: ReadAttributes = { attributes: new Map(), classes: [], problems: [] }
  TOKEN.lastIndex = 0
  let at = 0
  while (at < inside.length) {
    if (/[\s,]/.test(inside[at]!)) {
      at++
      continue
    }
    TOKEN.lastIndex = at
    const match = TOKEN.exec(inside)
    if (!match) break
    takeToken(match, column + 1 + at, read)
    at = TOKEN.lastIndex
  }
  return read
}

function takeToken(match: RegExpExecArray, column: number, { attributes, classes, problems }: ReadAttributes): void {
  const [, key, value, mark, bare, other] = match
  if (mark !== undefined) classes.push(mark)
  else if (bare !== undefined) attributes.set(bare, { value: true, column })
  else if (key === undefined) problems.push({ column, message: `"${other}" cannot be read here: write {key=value}.` })
  else if (attributes.has(key)) problems.push({ column, message: `"${key}" is given twice.` })
  else attributes.set(key, { value: unquote(value!), column })
}

export const NO_ATTRIBUTES: ReadAttributes = { attributes: new Map(), classes: [], problems: [] }

const MAX_LENGTH = 8000

export function readAttributes(braced: string, column: number): ReadAttributes {
  if (braced.length > MAX_LENGTH)
    return { ...NO_ATTRIBUTES, problems: [{ column, message: 'The attributes are longer than 8,000 characters.' }] }
  const json = readJson(braced, column)
  if (json) return json
  if (/^\{\s*"/.test(braced))
    return {
      ...NO_ATTRIBUTES,
      problems: [{ column, message: 'The attributes begin like JSON but are not valid JSON.' }],
    }
  return readPairs(braced.slice(1, -1), column)
}

type Info = { language: string; braced?: string; offset: number; unclosed: boolean }

/** `bash:deploy.sh`, `sh,ignore` and `console?lang=en` name a language and something of another tool. */
const languageOf = (text: string) => (text.trim().split(/[\s:,;?]+/)[0] ?? '').toLowerCase()

/** `{1,3-5}` marks lines to be highlighted. */
const HIGHLIGHT = /^\{[\d\s,-]*\}$/

/** `{.bash name=x}` of Pandoc and `{bash, echo=TRUE}` of R Markdown carry the language inside. */
function languageInside(braced: string, offset: number): Info {
  const [head = '', language = ''] = /^\{\s*\.?([A-Za-z][\w+-]*)(?=[\s,}])\s*,?/.exec(braced) ?? []
  return {
    language: language.toLowerCase(),
    braced: `{${braced.slice(Math.max(1, head.length))}`,
    offset: offset + Math.max(0, head.length - 1),
    unclosed: false,
  }
}

/** Splits an info string such as `sh {name=x}` or `{.bash name=x}`. Words outside braces after the language mean nothing. */
export function splitInfo(info: string): Info {
  const open = info.indexOf('{')
  const language = languageOf(open === -1 ? info : info.slice(0, open))
  if (open === -1) return { language, offset: 0, unclosed: false }
  const close = info.lastIndexOf('}')
  if (close < open) return { language, offset: open, unclosed: true }
  const braced = info.slice(open, close + 1)
  if (HIGHLIGHT.test(braced)) return { language, offset: open, unclosed: false }
  return language === '' ? languageInside(braced, open) : { language, braced, offset: open, unclosed: false }
}

/** `Text {stage=production}` of a heading or list item; braces that hold no `key=value` belong to the text. */
export function splitTrailing(text: string): { text: string; braced?: string; offset: number } {
  const end = text.trimEnd()
  if (!end.endsWith('}')) return { text: end, offset: 0 }
  const open = end.lastIndexOf('{')
  const braced = end.slice(open)
  const isAttributes = /^\{\s*(?:[A-Za-z][\w.-]*\s*=|[#.][\w-]|")/.test(braced) && end[open - 1] !== '{'
  if (open === -1 || !isAttributes) return { text: end, offset: 0 }
  return { text: end.slice(0, open).trimEnd(), braced, offset: open }
}
