/** Which entries of a record an export holds. */
import { EVENT_TYPES } from '../../events/index.ts'
import { formatCount } from '../words.ts'
import { ENTRY_KINDS, entryKindOf } from './entry-kinds.ts'

/** Both ends are included; times in ms since the epoch. `kinds`: ids of kinds, event types, or their first word (`step`). Empty is everything. */
export type LogSelection = {
  fromSeq?: number | undefined
  toSeq?: number | undefined
  fromMs?: number | undefined
  toMs?: number | undefined
  kinds?: string[] | undefined
}

export const isEverything = ({ fromSeq, toSeq, fromMs, toMs, kinds }: LogSelection): boolean =>
  [fromSeq, toSeq, fromMs, toMs].every((each) => each === undefined) && (kinds ?? []).length === 0

const FAMILIES = [...new Set(EVENT_TYPES.map((type) => type.slice(0, type.indexOf('.'))))].toSorted()
const KIND_IDS = ENTRY_KINDS.map(({ id }) => id)

/** Words that `--kinds` knows, in the order they are tried. */
const KNOWN: readonly string[] = [...KIND_IDS, ...FAMILIES, ...EVENT_TYPES]

/** How many letters must change (Levenshtein), for a suggestion. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]!
}

const near = (word: string): string[] =>
  KNOWN.map((known) => ({ known, steps: known.startsWith(word) ? 1 : distance(word, known) }))
    .filter(({ known, steps }) => steps <= Math.ceil(known.length / 3))
    .toSorted((a, b) => a.steps - b.steps)
    .slice(0, 3)
    .map(({ known }) => known)

/** Why the kinds cannot be exported, as a sentence; undefined when all are known. */
export function kindsProblem(kinds: readonly string[]): string | undefined {
  const unknown = kinds.find((each) => !KNOWN.includes(each))
  if (unknown === undefined) return undefined
  const shown = JSON.stringify(unknown.slice(0, 60))
  const close = near(unknown.slice(0, 60))
  const hint = close.length > 0 ? `Did you mean ${close.join(' or ')}?` : `There are: ${KIND_IDS.join(', ')}.`
  return `There is no kind of entry called ${shown}. ${hint} An event type such as step.finished, or its first word, is one too.`
}

/** Whether an entry belongs to the selection. */
export function selects({ fromSeq, toSeq, fromMs, toMs, kinds }: LogSelection) {
  const wanted = new Set(kinds ?? [])
  const fits = new Map<string, boolean>()
  const isOfKind = (type: string) => {
    const known = fits.get(type)
    if (known !== undefined) return known
    const family = type.slice(0, type.indexOf('.'))
    const found = wanted.has(type) || wanted.has(family) || wanted.has(entryKindOf(type).id)
    fits.set(type, found)
    return found
  }
  return (seq: number, type: string, recordedAt: string): boolean => {
    if (fromSeq !== undefined && seq < fromSeq) return false
    if (toSeq !== undefined && seq > toSeq) return false
    if (wanted.size > 0 && !isOfKind(type)) return false
    if (fromMs === undefined && toMs === undefined) return true
    const atMs = Date.parse(recordedAt)
    return atMs >= (fromMs ?? Number.NEGATIVE_INFINITY) && atMs <= (toMs ?? Number.POSITIVE_INFINITY)
  }
}

const rangeWords = (what: string, from: string | undefined, to: string | undefined): string[] => {
  if (from !== undefined && to !== undefined) return [`${what} ${from} to ${to}`]
  if (from !== undefined) return [`${what} from ${from} on`]
  return to === undefined ? [] : [`${what} up to ${to}`]
}

const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString())
const counted = (seq: number | undefined) => (seq === undefined ? undefined : formatCount(seq))

/** `entries 10 to 90, kinds commands and notes`, or `every entry`. */
export function selectionWords({ fromSeq, toSeq, fromMs, toMs, kinds }: LogSelection): string {
  const words = [
    ...rangeWords('entries', counted(fromSeq), counted(toSeq)),
    ...rangeWords('times', iso(fromMs), iso(toMs)),
    ...(kinds && kinds.length > 0 ? [`kinds ${kinds.join(', ')}`] : []),
  ]
  return words.length === 0 ? 'every entry' : words.join(', ')
}
