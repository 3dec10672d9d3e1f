import { toHex } from '../../shared/ledger/bytes.ts'
import { EXPORT_FORMAT, type ExportHeader, exportHeaderText } from '../../shared/ledger/export-format.ts'
import type { LedgerSnapshot } from '../ports/ledger-snapshot.ts'
import { ExportError } from './export-error.ts'
import { type WholeFileOptions, writeWhole } from './whole-file.ts'

export type ExportProgress = (done: number, total: number) => void
export type Exported = { file: string; entries: number; bytes: number; anchor: string }
export type ExportOptions = WholeFileOptions & { onProgress?: ExportProgress }

function headerOf(snapshot: LedgerSnapshot, no: number, release: string): ExportHeader {
  const bounds = snapshot.bounds(no)
  const payload = bounds?.first.payload
  if (!bounds || !payload)
    throw new ExportError(`The ledger of ${release} has no readable beginning: run verify on it.`)
  const { ledgerId, publicKey } = JSON.parse(Buffer.from(payload).toString('utf8')) as Record<string, unknown>
  return {
    format: EXPORT_FORMAT,
    ledgerId: String(ledgerId),
    release,
    publicKey: String(publicKey),
    size: bounds.size,
    head: toHex(bounds.head),
  }
}

function findChain(snapshot: LedgerSnapshot, release: string) {
  const chains = snapshot.chains()
  const chain = chains.find((each) => each.release === release)
  if (chain) return chain
  const known = chains.map((each) => each.release)
  const list = known.length > 0 ? `it has ${known.slice(-5).join(', ')}` : 'it has none yet'
  throw new ExportError(`There is no release ${release} in this ledger: ${list}.`)
}

/** The export as blocks of bytes: the header line, then whole entry lines. Memory stays bounded. */
export function* exportBlocks(
  snapshot: LedgerSnapshot,
  release: string,
): Generator<{ bytes: Uint8Array; entries: number }, void> {
  const chain = findChain(snapshot, release)
  yield { bytes: Buffer.from(`${exportHeaderText(headerOf(snapshot, chain.no, release))}\n`), entries: 0 }
  for (const { lines, entries } of snapshot.exportLines(chain.no)) yield { bytes: lines, entries }
}

/** The chain of a release in a snapshot: its number there, and what the header of an export says of it. */
export function findExport(snapshot: LedgerSnapshot, release: string): { no: number; header: ExportHeader } {
  const { no } = findChain(snapshot, release)
  return { no, header: headerOf(snapshot, no, release) }
}

/**
 * Writes a release's execution log as JSONL (docs/ledger-format.md). The file appears under its name only when it is whole and on disk.
 * Throws `ExportError` for an unknown release, `FileExists`, the signal's reason when cancelled, or the error of the file system.
 */
export async function exportJsonl(
  snapshot: LedgerSnapshot,
  release: string,
  to: string,
  { onProgress, ...options }: ExportOptions = {},
): Promise<Exported> {
  const { header } = findExport(snapshot, release)
  let entries = 0
  function* pieces() {
    for (const block of exportBlocks(snapshot, release)) {
      entries += block.entries
      onProgress?.(entries, header.size)
      yield block.bytes
    }
  }
  const bytes = await writeWhole(to, pieces(), options)
  return { file: to, entries, bytes, anchor: anchorOf(header) }
}

export const anchorOf = ({ size, head }: ExportHeader): string => `${size}:${head}`
