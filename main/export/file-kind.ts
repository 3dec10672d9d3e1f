import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'

/** First bytes of every SQLite file (https://sqlite.org/fileformat.html). */
const SQLITE_MAGIC = 'SQLite format 3\0'
const OPENING_BRACE = 123

/** Every zip with something in it, and an empty one (PKWARE APPNOTE 4.3). */
const ZIP_MAGICS = ['PK\x03\x04', 'PK\x05\x06']

export type FileKind = { kind: 'ledger' | 'export' | 'bundle' } | { kind: 'unknown'; reason: string }

const unknown = (reason: string): FileKind => ({ kind: 'unknown', reason })

function firstBytes(file: string): Buffer {
  const descriptor = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(SQLITE_MAGIC.length)
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, 0))
  } finally {
    closeSync(descriptor)
  }
}

/** Tells a ledger from an export by its first bytes; anything else comes with a sentence. */
export function fileKind(file: string): FileKind {
  try {
    if (!statSync(file).isFile()) return unknown(`${file} is not a file: name a ledger, a JSONL export or a bundle.`)
    const bytes = firstBytes(file)
    if (bytes.toString('latin1') === SQLITE_MAGIC) return { kind: 'ledger' }
    if (bytes.length === 0 && existsSync(`${file}-wal`)) return { kind: 'ledger' }
    if (bytes[0] === OPENING_BRACE) return { kind: 'export' }
    if (ZIP_MAGICS.includes(bytes.toString('latin1', 0, 4))) return { kind: 'bundle' }
    return unknown(`${file} is neither a ledger nor a JSONL export nor a bundle of Release Cockpit.`)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return unknown(code === 'ENOENT' ? `There is no file ${file}.` : `${file} can't be read: ${message}.`)
  }
}
