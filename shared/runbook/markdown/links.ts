/** Links of a document that lead to a place in it or to a file beside it. Addresses elsewhere are nobody's to check without a network. */
import { readBlocks } from './blocks.ts'
import { plainText } from './plain-text.ts'

export type DocumentLink = {
  /** A heading's anchor in this document, or a path from it. */
  target: { anchor: string } | { path: string }
  /** As written. */
  written: string
  line: number
  column: number
}

const INLINE = /!?\[[^\]\n]*\]\(\s*(?:<([^>\n]+)>|([^\s)]+))[^)\n]*\)/g
const REFERENCE = /^ {0,3}\[[^\]\n^][^\]\n]*\]:\s*(?:<([^>\n]+)>|(\S+))/

const isElsewhere = (target: string) => /^[a-z][a-z0-9+.-]*:|^\/\//i.test(target)

const withoutCode = (line: string) => line.replace(/`+[^`]*`+/g, (code) => ' '.repeat(code.length))

const decoded = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function targetOf(written: string): DocumentLink['target'] | undefined {
  if (written === '' || written === '#' || isElsewhere(written) || /[<>{}$]/.test(written)) return undefined
  if (written.startsWith('#')) return { anchor: decoded(written.slice(1)) }
  const path = decoded(written.split(/[?#]/, 1)[0]!)
  return path === '' || path.startsWith('/') ? undefined : { path }
}

function linksIn(line: string, number: number): DocumentLink[] {
  const shown = withoutCode(line)
  const matches = [...shown.matchAll(INLINE)]
  const reference = REFERENCE.exec(shown)
  return [...matches, ...(reference ? [reference] : [])].flatMap((match) => {
    const written = match[1] ?? match[2] ?? ''
    const target = targetOf(written)
    return target ? [{ target, written, line: number, column: match.index + 1 }] : []
  })
}

/** Links outside code, in order. `body` with normal line ends. */
export function documentLinks(body: string): DocumentLink[] {
  const { blocks } = readBlocks(body)
  const inCode = new Set<number>()
  for (const block of blocks)
    if (block.type === 'code') for (let line = block.line; line <= block.endLine; line++) inCode.add(line)
  return body.split('\n').flatMap((line, index) => (inCode.has(index + 1) ? [] : linksIn(line, index + 1)))
}

/** The anchor a forge gives a heading: lower case, spaces as hyphens, without what is no letter, digit, hyphen or underscore. */
const anchorOf = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')

/** Every anchor of a document, with `-1`, `-2` for headings of the same words, and those written in HTML. */
export function documentAnchors(body: string): Set<string> {
  const anchors = new Set<string>()
  for (const block of readBlocks(body).blocks) {
    if (block.type !== 'heading') continue
    const anchor = anchorOf(plainText(block.text.replace(/\s*\{[^{}]*[=:#][^{}]*\}\s*$/, '')))
    let free = anchor
    for (let count = 1; anchors.has(free); count++) free = `${anchor}-${count}`
    anchors.add(free)
    const own = /\{#([\w-]+)[^}]*\}\s*$/.exec(block.text)?.[1]
    if (own) anchors.add(own)
  }
  for (const [, name] of body.matchAll(/<[a-z]\w*\s[^>]*\b(?:id|name)=["']([^"']+)["']/gi)) anchors.add(name!)
  return anchors
}
