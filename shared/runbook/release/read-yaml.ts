/** YAML with the place of every key and value. */
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, visit } from 'yaml'
import { finding, type Place } from '../findings.ts'
import { lineIndex, normaliseText } from '../lines.ts'
import type { Finding } from '../model.ts'

export type Path = readonly PropertyKey[]

export type YamlFile = {
  file: string
  /** Plain data; undefined when it could not be made. */
  value: unknown
  /** Where the value at a path stands, or its nearest existing ancestor. */
  valueAt: (path: Path) => Place
  /** Where the last key of a path stands. */
  keyAt: (path: Path) => Place
  /** The scalar at a path as written, e.g. `2.10`. */
  sourceAt: (path: Path) => string | undefined
  findings: Finding[]
}

const keyText = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : String(pair.key))

/** Pairs of a map by key, made once: a file may have thousands of entries. */
const indexes = new WeakMap<object, Map<string, Pair>>()

function pairOf(map: { items: Pair[] }, key: string): Pair | undefined {
  const index = indexes.get(map) ?? new Map(map.items.map((pair) => [keyText(pair), pair]))
  indexes.set(map, index)
  return index.get(key)
}

type Found = { key?: Node; value?: Node; whole: boolean }

/** Walks as far along `path` as the document goes. */
function walk(document: Document, path: Path): Found {
  const resolved = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node)
  let found: Found = { value: document.contents as Node, whole: true }
  for (const segment of path) {
    const at = resolved(found.value)
    if (isMap(at)) {
      const pair = pairOf(at as { items: Pair[] }, String(segment))
      if (!pair) return { ...found, whole: false }
      found = { key: pair.key as Node, value: (pair.value ?? pair.key) as Node, whole: true }
    } else if (isSeq(at) && at.items[Number(segment)] !== undefined) {
      found = { value: at.items[Number(segment)] as Node, whole: true }
    } else return { ...found, whole: false }
  }
  return found
}

function sentence(message: string): string {
  const first = message.split('\n')[0]!.trim()
  return /[.!?]$/.test(first) ? first : `${first}.`
}

function findDuplicates(document: Document, placeOf: (node: Node | undefined) => Place): Finding[] {
  const findings: Finding[] = []
  visit(document, {
    Map(_, map) {
      const seen = new Map<string, Node>()
      for (const pair of map.items) {
        const key = keyText(pair)
        const first = seen.get(key)
        if (first === undefined) seen.set(key, pair.key as Node)
        else {
          const text = `"${key}" stands here twice; the first is on line ${placeOf(first).line}. Keep one.`
          findings.push(finding('error', 'duplicate-key', placeOf(pair.key as Node), text))
        }
      }
    },
  })
  return findings
}

const broken = (file: string, code: string, message: string): YamlFile => {
  const place = { file, line: 1, column: 1 }
  return {
    file,
    value: undefined,
    valueAt: () => place,
    keyAt: () => place,
    sourceAt: () => undefined,
    findings: [finding('error', code, place, message)],
  }
}

const TOO_DEEP = 'This YAML is nested too deeply to be read: a release needs only a few levels.'

/** Reads a file's YAML. Syntax errors, duplicate keys and unresolvable aliases are findings; never throws. */
export function readYaml(file: string, rawText: string): YamlFile {
  const text = normaliseText(rawText)
  try {
    return readDocument(file, text)
  } catch (error) {
    if (error instanceof RangeError) return broken(file, 'yaml-syntax', TOO_DEEP)
    return broken(file, 'yaml-syntax', sentence(error instanceof Error ? error.message : String(error)))
  }
}

function readDocument(file: string, text: string): YamlFile {
  const place = lineIndex(text)
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, merge: true, strict: true })
  if (document.errors.some(({ message }) => message.startsWith('Maximum call stack'))) throw new RangeError(TOO_DEEP)
  const placeAt = (offset: number): Place => ({ file, ...place(Math.min(offset, text.length)) })
  const placeOf = (node: Node | undefined): Place => placeAt(node?.range?.[0] ?? 0)
  const findings = document.errors.map(({ pos, message }) =>
    finding('error', 'yaml-syntax', placeAt(pos[0]), sentence(message)),
  )
  for (const each of findDuplicates(document, placeOf)) findings.push(each)
  const value = findings.some(({ code }) => code === 'yaml-syntax') ? undefined : document.toJS({ maxAliasCount: 1000 })
  return {
    file,
    value,
    valueAt: (path) => placeOf(walk(document, path).value),
    keyAt: (path) => {
      const found = walk(document, path)
      return placeOf(found.key ?? found.value)
    },
    sourceAt: (path) => {
      const found = walk(document, path)
      return found.whole && isScalar(found.value) ? found.value.source : undefined
    },
    findings,
  }
}
