/** Reads entries of a release: those that match, and what all of them say about output. */
import type Database from 'better-sqlite3'
import type { EntryHit } from '../../../shared/contract/search.ts'
import { describeEvent } from '../../../shared/documents/describe-event.ts'
import { formatActor } from '../../../shared/documents/words.ts'
import type { Recorded } from '../../../shared/events/envelope.ts'
import type { RecordedEvent } from '../../../shared/events/index.ts'
import type { ReleaseId } from '../../../shared/ids.ts'
import { createReading, entryId } from '../reading.ts'
import { factsIn, noFacts, TELLING } from './entry-facts.ts'
import { excerptOf } from './excerpt.ts'
import type { LineMatcher } from './line-matcher.ts'
import type { EntriesRead } from './messages.ts'
import { MOST_HITS } from './search-output.ts'

const BLOCK_ENTRIES = 200

export type EntryTools = {
  matcher: LineMatcher
  isTimeUp: () => boolean
  onMatching: (isMatching: boolean) => void
}

/** Words of a payload, `key: value` each; long texts line by line. */
function words(value: unknown, key: string, into: string[]): void {
  if (value === null || value === undefined) return
  if (Array.isArray(value)) for (const each of value) words(each, key, into)
  else if (typeof value === 'object') for (const [name, each] of Object.entries(value)) words(each, name, into)
  else into.push(key === '' ? String(value) : `${key}: ${value}`)
}

/** Damage, or an event of a newer program, has no sentence; its words are searched all the same. */
function sentence(entry: Recorded): string {
  try {
    return describeEvent(entry as RecordedEvent) || entry.type
  } catch {
    return entry.type
  }
}

function hitIn(entry: Recorded, matcher: LineMatcher): EntryHit | undefined {
  const says = sentence(entry)
  const by = formatActor(entry.actor)
  const parts = [says, by, entry.type]
  words(entry.payload, '', parts)
  const text = parts.join('\n')
  const bytes = Buffer.from(text)
  for (const { start, end } of matcher.lines(bytes, 0)) {
    const { release, seq, type, recordedAt } = entry
    const excerpt = excerptOf(bytes.toString('utf8', start, end), matcher.pattern)
    return { kind: 'entry', release, seq, type, recordedAt, by, says, ...excerpt }
  }
  return undefined
}

const isTelling = TELLING.map((type) => `instr(envelope, CAST('"type":"${type}"' AS BLOB)) > 0`).join(' OR ')

export function createEntrySearch(db: Database.Database) {
  const reading = createReading(db)
  const numberOf = db.prepare<[string], number>('SELECT no FROM releases WHERE release = ?').pluck()
  const telling = db
    .prepare<[number, number], number>(
      `SELECT seq FROM entries WHERE id >= ? AND id < ? AND (${isTelling}) ORDER BY id`,
    )
    .pluck()

  /** Only entries that say something about output. */
  function* tellingEntries(release: ReleaseId, from: number, to: number): Iterable<Recorded> {
    const no = numberOf.get(release)
    if (no === undefined) return
    for (const seq of telling.all(entryId(no, from), entryId(no, to))) yield* reading.read(release, seq, seq + 1)
  }

  /** Entries `from` to `to`, the last not included, as far as time and room reach. */
  return function readEntries(
    { release, from, to, isSearched }: { release: ReleaseId; from: number; to: number; isSearched: boolean },
    { matcher, isTimeUp, onMatching }: EntryTools,
  ): EntriesRead {
    const hits: EntryHit[] = []
    const facts = noFacts()
    if (!isSearched) {
      for (const entry of tellingEntries(release, from, to)) factsIn(entry, facts)
      return { hits, facts, next: to }
    }
    let next = from
    while (next < to && hits.length < MOST_HITS && !isTimeUp()) {
      const block = reading.read(release, next, Math.min(to, next + BLOCK_ENTRIES))
      for (const entry of block) {
        factsIn(entry, facts)
        onMatching(true)
        const hit = hitIn(entry, matcher)
        onMatching(false)
        if (hit) hits.push(hit)
      }
      next = Math.min(to, next + BLOCK_ENTRIES)
    }
    return { hits, facts, next }
  }
}
