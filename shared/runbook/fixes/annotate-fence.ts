/** Attributes put into the line that opens a fence. */
import { readAttributes, splitInfo } from '../markdown/attribute-syntax.ts'

const FENCE = /^((?:\s|>|[-*+]|\d+[.)])*(`{3,}|~{3,})\s*)(.*?)(\s*)$/

const quoted = (value: string) => (/^[\w.:/@%+-]+$/.test(value) ? value : JSON.stringify(value))

const isJson = (braced: string) => /^\{\s*"/.test(braced)

const pairs = (set: Record<string, string>) => Object.entries(set).map(([key, value]) => `${key}=${quoted(value)}`)

/** JSON where the attributes are JSON already, else the brace form Runme reads. */
function inBraces(inside: string, set: Record<string, string>): string {
  if (!isJson(`{${inside}`)) return `{ ${[inside, ...pairs(set)].filter((each) => each !== '').join(' ')} }`
  const added = Object.entries(set).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
  return `{${[inside, ...added].join(',')}}`
}

function withAttributes(info: string, set: Record<string, string>): string {
  const [open, close] = [info.indexOf('{'), info.lastIndexOf('}')]
  if (open === -1) return `${info} ${inBraces('', set)}`
  return `${info.slice(0, open)}${inBraces(info.slice(open + 1, close).trim(), set)}${info.slice(close + 1)}`
}

/** Whether `after` is read as `before` with `set` besides. */
function isTrue(before: string, after: string, set: Record<string, string>): boolean {
  const [was, is] = [splitInfo(before), splitInfo(after)]
  if (is.language !== was.language || was.unclosed || is.braced === undefined) return false
  const { attributes, problems } = readAttributes(is.braced, 1)
  const kept = was.braced === undefined ? [] : [...readAttributes(was.braced, 1).attributes]
  const wanted = [...kept.map(([key, { value }]) => [key, value] as const), ...Object.entries(set)]
  return problems.length === 0 && wanted.every(([key, value]) => attributes.get(key)?.value === value)
}

/** Undefined where the line is no fence, or its attributes would not be read as they are meant: `{1,3}` marks lines, backticks end a fence of backticks. */
export function annotateFence(line: string, set: Record<string, string>): string | undefined {
  const match = FENCE.exec(line)
  if (!match) return undefined
  const [, fence = '', marks = '', info = '', rest = ''] = match
  if (info === '') return undefined // Without a language the braces would be taken for one.
  const annotated = withAttributes(info, set)
  const isBroken = marks.startsWith('`') && annotated.includes('`')
  return isBroken || !isTrue(info, annotated, set) ? undefined : `${fence}${annotated}${rest}`
}
