/** The release.yaml of the next version out of the last one's: only what must differ is touched, everything else stays byte for byte. */
import { isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml'
import { yamlText } from './yaml-text.ts'

export type NextRelease = {
  version: string
  /** When the first window begins; the others keep their distance. Without it the windows are emptied. */
  startsAtMs?: number
}

/** `notes`: what a person should look at, each a sentence. */
export type NextYaml = { text: string; previous: string; notes: string[] } | { problem: string }

type Edit = { from: number; to: number; text: string }

const pairOf = (map: YAMLMap, name: string): Pair | undefined =>
  map.items.find(({ key }) => isScalar(key) && key.value === name)

const scalarOf = (map: YAMLMap, name: string): Scalar | undefined => {
  const value = pairOf(map, name)?.value
  return isScalar(value) && value.range ? value : undefined
}

const wordsOf = (scalar: Scalar): string => String(scalar.source ?? scalar.value)

const replaced = ({ range, type }: Scalar, text: string): Edit => ({
  from: range![0],
  to: range![1],
  text: type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE' ? JSON.stringify(text) : yamlText(text),
})

/** Behind the version, in the way the map is written. */
function added(text: string, release: YAMLMap, version: Scalar, previous: string): Edit {
  const at = version.range![1]
  if (release.flow) return { from: at, to: at, text: `, previous: ${yamlText(previous)}` }
  const key = pairOf(release, 'version')!.key as Node
  const lineStart = text.lastIndexOf('\n', key.range![0] - 1) + 1
  const lineEnd = text.indexOf('\n', at)
  const end = lineEnd < 0 ? text.length : lineEnd - (text[lineEnd - 1] === '\r' ? 1 : 0)
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const indent = ' '.repeat(key.range![0] - lineStart)
  return { from: end, to: end, text: `${newline}${indent}previous: ${yamlText(previous)}` }
}

const OFFSET = /(Z|[+-]\d\d:?\d\d)$/

/** The same instant's offset as it was written. */
function shifted(written: string, byMs: number): string | undefined {
  const offset = OFFSET.exec(written.trim())?.[1]
  const ms = Date.parse(written)
  if (!offset || Number.isNaN(ms)) return undefined
  const [hours, minutes] = offset === 'Z' ? [0, 0] : [Number(offset.slice(0, 3)), Number(offset.slice(-2))]
  const offsetMs = (hours * 60 + (offset.startsWith('-') ? -minutes : minutes)) * 60_000
  return `${new Date(ms + byMs + offsetMs).toISOString().slice(0, 19)}${offset}`
}

function emptied(text: string, pair: Pair): Edit {
  const key = pair.key as Node
  const [from, to] = (pair.value as Node).range!
  const end = from + text.slice(from, to).trimEnd().length
  return { from: text.indexOf(':', key.range![1]) + 1, to: end, text: ' []' }
}

function windowEdits(text: string, root: YAMLMap, startsAtMs: number | undefined): Edit[] | { problem: string } {
  const pair = pairOf(root, 'windows')
  const windows = pair?.value
  if (!pair || !isSeq(windows) || windows.items.length === 0) {
    return startsAtMs === undefined
      ? []
      : { problem: 'release.yaml has no windows to move: leave the date out and write one.' }
  }
  if (startsAtMs === undefined) return [emptied(text, pair)]
  const ends = windows.items.flatMap((each) =>
    isMap(each) ? [scalarOf(each, 'start'), scalarOf(each, 'end')].filter((found) => found !== undefined) : [],
  )
  const firstMs = ends[0] ? Date.parse(wordsOf(ends[0])) : Number.NaN
  const moved = ends.map((each) => ({ each, to: shifted(wordsOf(each), startsAtMs - firstMs) }))
  if (moved.length === 0 || moved.some(({ to }) => to === undefined))
    return { problem: 'The windows of release.yaml cannot be moved: leave the date out, then they are emptied.' }
  return moved.map(({ each, to }) => replaced(each, to!))
}

const applied = (text: string, edits: readonly Edit[]): string =>
  edits
    .toSorted((a, b) => b.from - a.from)
    .reduce((before, { from, to, text: put }) => before.slice(0, from) + put + before.slice(to), text)

function isWhatWasAsked(text: string, version: string, previous: string): boolean {
  const document = parseDocument(text)
  const said = (name: string) => {
    const node = document.getIn(['release', name], true)
    return isScalar(node) ? wordsOf(node) : undefined
  }
  return document.errors.length === 0 && said('version') === version && said('previous') === previous
}

/** Never throws for what is in the text. */
export function nextReleaseYaml(text: string, { version, startsAtMs }: NextRelease): NextYaml {
  const document = parseDocument(text, { uniqueKeys: false })
  const root = document.contents
  const release = isMap(root) ? pairOf(root, 'release')?.value : undefined
  const last = isMap(release) ? scalarOf(release, 'version') : undefined
  if (document.errors.length > 0 || !isMap(root) || !isMap(release) || !last)
    return { problem: 'The release.yaml to begin from has no release.version that can be read: see cockpit check.' }
  const previous = wordsOf(last)
  if (previous === version) return { problem: `${version} is the version of the last release: give the next one.` }
  const before = scalarOf(release, 'previous')
  const windows = windowEdits(text, root, startsAtMs)
  if ('problem' in windows) return windows
  const edits = [
    replaced(last, version),
    before ? replaced(before, previous) : added(text, release, last, previous),
    ...windows,
  ]
  const next = applied(text, edits)
  if (!isWhatWasAsked(next, version, previous))
    return {
      problem: 'This release.yaml is written in a way that cannot be changed safely: copy it and edit it by hand.',
    }
  const ticket = scalarOf(release, 'ticket')
  const notes = [
    ...(ticket ? [`release.ticket is still ${wordsOf(ticket)}: name the change of this release.`] : []),
    ...(startsAtMs === undefined && windows.length > 0
      ? ['The windows were emptied: say when production may be deployed.']
      : []),
    ...(pairOf(root, 'freezes') ? ['The freezes are those of the last release.'] : []),
  ]
  return { text: next, previous, notes }
}
