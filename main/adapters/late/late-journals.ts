/** Late journals as JSON lines, one line per append, 0600 and fsynced. The first line says what it belongs to. */
import {
  closeSync,
  constants,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { LedgerUnwritable } from '../../ports/event-store.ts'
import type { LateBatch, LateHeader, LateJournal, LateJournals } from '../../ports/late-journal.ts'
import { makePrivately } from './late-places.ts'
import { LATE_FORMAT, readLateJournal, UNFINISHED } from './read-late-journal.ts'

const lineOf = (value: unknown) => `${JSON.stringify(value)}\n`
const nameOf = ({ release, journalId }: LateHeader) => `${encodeURIComponent(release)}.${journalId}.jsonl`

/** Writes at `at`, and cuts the file there again when it could not write all of it. */
function writeAt(file: string, at: number, text: string): void {
  const fd = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW, 0o600)
  const bytes = Buffer.from(text)
  try {
    ftruncateSync(fd, at)
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, at + done)
    fsyncSync(fd)
  } catch (error) {
    try {
      ftruncateSync(fd, at)
    } catch {}
    throw error
  } finally {
    closeSync(fd)
  }
}

function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function rmQuietly(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {}
}

type At = { file: string; bytes: number }

/** Puts the whole journal into the first place that takes it. */
function place(places: string[], header: LateHeader, batches: readonly LateBatch[]): At {
  const text = [lineOf({ format: LATE_FORMAT, ...header }), ...batches.map(lineOf)].join('')
  const reasons: string[] = []
  for (const folder of places)
    try {
      makePrivately(folder)
      const file = join(folder, nameOf(header))
      writeAt(`${file}.draft`, 0, text)
      renameSync(`${file}.draft`, file)
      syncFolder(folder)
      return { file, bytes: Buffer.byteLength(text) }
    } catch (error) {
      reasons.push(`${folder}: ${error instanceof Error ? error.message : String(error)}`)
    }
  throw new LedgerUnwritable('no-late-place', `The rollback can be recorded nowhere. ${reasons.join('; ')}.`)
}

function createJournal(places: string[], header: LateHeader, known: LateBatch[], start?: At): LateJournal {
  const batches = [...known]
  let at = start ?? place(places, header, batches)
  return {
    header,
    batches,
    file: () => at.file,
    append(batch) {
      const line = lineOf(batch)
      try {
        writeAt(at.file, at.bytes, line)
        at = { file: at.file, bytes: at.bytes + Buffer.byteLength(line) }
      } catch {
        const elsewhere = places.filter((folder) => folder !== dirname(at.file))
        at = place(elsewhere, header, [...batches, batch])
      }
      batches.push(batch)
    },
    discard() {
      for (const folder of places) rmQuietly(join(folder, nameOf(header)))
    },
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => join(folder, name))
  } catch {
    return []
  }
}

/** Of a journal that moved on to another place, the one that says most. */
const longest = <T extends { header: LateHeader; batches: LateBatch[] }>(read: T[]): T[] => {
  const byId = new Map<string, T>()
  for (const each of read) {
    const known = byId.get(each.header.journalId)
    if (!known || known.batches.length < each.batches.length) byId.set(each.header.journalId, each)
  }
  return [...byId.values()]
}

/** `places` in the order they are tried; journals are looked for in all of them. */
export function createLateJournals(places: string[]): LateJournals {
  return {
    begin: (header, batches = []) => createJournal(places, header, batches),
    left() {
      const read = places.flatMap(filesIn).map((file) => readLateJournal(file, (each) => readFileSync(each, 'utf8')))
      const whole = longest(read.flatMap((each) => ('header' in each ? [each] : [])))
      const replaced = new Set(whole.map(({ header }) => header.replaces))
      const journals = whole.map(({ header, batches, file, bytes }) =>
        createJournal(places, header, batches, { file, bytes }),
      )
      // Its entries are in another one already: the process ended before it could remove this.
      for (const each of journals) if (replaced.has(each.header.journalId)) each.discard()
      return {
        journals: journals.filter((each) => !replaced.has(each.header.journalId)),
        damaged: read.flatMap((each) => ('header' in each || each.reason === UNFINISHED ? [] : [each])),
      }
    },
  }
}
