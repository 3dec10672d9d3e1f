/** The JSONL export: one header line, then one line per entry that holds its hashed bytes as they are. See docs/ledger-format.md. */
import { ascii, findBytes, hexBytes, standsAt } from './bytes.ts'
import { canonicalText } from './canonical.ts'
import type { StoredEntry } from './chain.ts'

export const EXPORT_FORMAT = 'release-cockpit-ledger/1'

/** First line of an export. `head` is the hash of entry `size`; `publicKey` is the one the first entry names. */
export type ExportHeader = {
  format: typeof EXPORT_FORMAT
  ledgerId: string
  release: string
  publicKey: string
  size: number
  head: string
}

/** The fixed parts of an entry line, in order: hash, salt, envelope and payload stand between them. */
export const LINE_PARTS = {
  hash: '{"hash":"',
  salt: '","salt":',
  entry: ',"entry":',
  payload: ',"payload":',
  end: '}',
} as const

const HASH = ascii(LINE_PARTS.hash)
const SALT = ascii(LINE_PARTS.salt)
const ENTRY = ascii(LINE_PARTS.entry)
const PAYLOAD = ascii(LINE_PARTS.payload)
const NULL = ascii('null')
const QUOTE = 34
const CLOSE = 125

export const exportHeaderText = (header: ExportHeader): string => canonicalText(header)

/** A part of a record: its lines are those of the export, but what stands between them is not there, so that it proves nothing alone. */
export const EXCERPT_FORMAT = 'release-cockpit-excerpt/1'

/** `size` and `head` are those of the whole chain; `of` says in words which of its entries follow. */
export type ExcerptHeader = Omit<ExportHeader, 'format'> & { format: typeof EXCERPT_FORMAT; of: string }

export const excerptHeaderText = (header: ExcerptHeader): string => canonicalText(header)

/** Why an excerpt is no record to verify; undefined for a first line of anything else. */
export function excerptProblem(line: string): string | undefined {
  try {
    const { format, of } = (JSON.parse(line) ?? {}) as Record<string, unknown>
    return format === EXCERPT_FORMAT && typeof of === 'string'
      ? 'It is an excerpt of a record, made to be read: entries between those in it are not there, so that it proves nothing. Verify the whole export or the bundle.'
      : undefined
  } catch {
    return undefined
  }
}

/** Reads a header line; undefined when it is not exactly what `exportHeaderText` writes. */
export function parseExportHeader(line: string): ExportHeader | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { format, ledgerId, release, publicKey, size, head } = value as Record<string, unknown>
  const texts = [ledgerId, release, publicKey, head]
  if (format !== EXPORT_FORMAT || !texts.every((each) => typeof each === 'string')) return undefined
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1) return undefined
  const header = { format, ledgerId, release, publicKey, size, head } as ExportHeader
  return exportHeaderText(header) === line ? header : undefined
}

/** Salt at `at`: its bytes or null, and where it ends; undefined when it is neither. */
function readSalt(line: Uint8Array, at: number): { salt: Uint8Array | null; end: number } | undefined {
  if (standsAt(line, NULL, at)) return { salt: null, end: at + 4 }
  if (line[at] !== QUOTE || line[at + 33] !== QUOTE) return undefined
  const salt = hexBytes(line, at + 1, at + 33)
  return salt && { salt, end: at + 34 }
}

/**
 * Takes an entry line (without its newline) apart into stored bytes; undefined when the layout is not exactly that of the format.
 * The first `,"payload":` ends the envelope: inside a JSON string the quote would be escaped, and an envelope has no such key.
 */
export function parseExportLine(line: Uint8Array): StoredEntry | undefined {
  const saltAt = HASH.length + 64
  if (!standsAt(line, HASH, 0) || !standsAt(line, SALT, saltAt)) return undefined
  const hash = hexBytes(line, HASH.length, saltAt)
  const found = readSalt(line, saltAt + SALT.length)
  if (!hash || !found || !standsAt(line, ENTRY, found.end)) return undefined
  const entryAt = found.end + ENTRY.length
  const payloadAt = findBytes(line, PAYLOAD, entryAt)
  if (payloadAt < 0 || line[line.length - 1] !== CLOSE) return undefined
  const payload = line.subarray(payloadAt + PAYLOAD.length, line.length - 1)
  const erased = found.salt === null
  if (erased && !(payload.length === 4 && standsAt(payload, NULL, 0))) return undefined
  return { hash, salt: found.salt, envelope: line.subarray(entryAt, payloadAt), payload: erased ? null : payload }
}
