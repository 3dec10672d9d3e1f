/** Entries of a chain, one block after the other, as stored and as people read them. */
import { type LogEntry, readLogEntry } from '../../../shared/documents/log/log-entry.ts'
import { type LogSelection, selects } from '../../../shared/documents/log/selection.ts'
import type { Envelope, Recorded } from '../../../shared/events/envelope.ts'
import { digest, releaseId } from '../../../shared/ids.ts'
import type { StoredEntry } from '../../../shared/ledger/chain.ts'
import { LINE_PARTS } from '../../../shared/ledger/export-format.ts'
import type { LedgerSnapshot } from '../../ports/ledger-snapshot.ts'
import { ExportError } from '../export-error.ts'

const text = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
const hex = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')

function parse(seq: number, json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new ExportError(`Entry ${seq} cannot be read: run verify on this ledger.`)
  }
}

/** An entry as the store reads it, but for what an erasure left of its payload. Throws `ExportError` for damage. */
export function recordedOf(release: string, seq: number, { envelope, payload, hash }: StoredEntry): Recorded {
  return {
    ...(parse(seq, text(envelope)) as Envelope),
    payload: payload === null ? null : parse(seq, text(payload)),
    hash: digest(hex(hash)),
    release: releaseId(release),
  }
}

export const logEntryOf = (release: string, seq: number, stored: StoredEntry): LogEntry =>
  readLogEntry(recordedOf(release, seq, stored), stored.payload === null ? undefined : text(stored.payload))

/** The line of an entry in a JSONL export, from its stored bytes. */
export function entryLine({ hash, salt, envelope, payload }: StoredEntry): string {
  const saltText = salt === null ? 'null' : `"${hex(salt)}"`
  const { hash: a, salt: b, entry: c, payload: d, end } = LINE_PARTS
  return `${a}${hex(hash)}${b}${saltText}${c}${text(envelope)}${d}${payload === null ? 'null' : text(payload)}${end}\n`
}

/** The end of an envelope in canonical order; what comes before it need not be parsed to tell time and type. */
const ENVELOPE_END = /"recordedAt":"([^"\\]*)","schemaVersion":\d+,"seq":\d+,"type":"([^"\\]*)"\}$/

function placeOf(seq: number, envelope: Uint8Array): { recordedAt: string; type: string } {
  const json = text(envelope)
  const end = ENVELOPE_END.exec(json)
  return end ? { recordedAt: end[1]!, type: end[2]! } : (parse(seq, json) as Envelope)
}

export type Found = { seq: number; type: string; stored: StoredEntry }

/** Few enough that nothing waits noticeably for what is made of a block. */
const BLOCK_ENTRIES = 256

/** The entries of a selection in blocks; `onSeq` is told how far the reading is. */
export function* selectedEntries(
  snapshot: LedgerSnapshot,
  no: number,
  selection: LogSelection,
  onSeq?: (seq: number) => void,
): Generator<Found[], void> {
  const fits = selects(selection)
  let block: Found[] = []
  let read = 0
  for (const { seq, entry } of snapshot.entries(no)) {
    if (selection.toSeq !== undefined && seq > selection.toSeq) break
    if (!entry) throw new ExportError(`Entry ${seq} cannot be read: run verify on this ledger.`)
    const { recordedAt, type } = placeOf(seq, entry.envelope)
    if (fits(seq, type, recordedAt)) block.push({ seq, type, stored: entry })
    if (++read % BLOCK_ENTRIES !== 0) continue
    onSeq?.(seq)
    yield block
    block = []
  }
  if (block.length > 0) yield block
}
