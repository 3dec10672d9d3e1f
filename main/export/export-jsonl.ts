import { open, rename, rm } from 'node:fs/promises'
import { toHex } from '../../shared/ledger/bytes.ts'
import { EXPORT_FORMAT, type ExportHeader, exportHeaderText } from '../../shared/ledger/export-format.ts'
import type { LedgerSnapshot } from '../ports/ledger-snapshot.ts'

export type ExportProgress = (done: number, total: number) => void
export type Exported = { file: string; entries: number; bytes: number; anchor: string }

/** What is wrong with a request to export, as a sentence. */
export class ExportError extends Error {}

const WRITE_BYTES = 1024 * 1024

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

/**
 * Writes a release's execution log as JSONL (docs/ledger-format.md). The file appears under its name only when it is whole and on disk.
 * Throws `ExportError` for an unknown release, the signal's reason when cancelled, or the error of the file system.
 */
export async function exportJsonl(
  snapshot: LedgerSnapshot,
  release: string,
  to: string,
  options: { onProgress?: ExportProgress; signal?: AbortSignal } = {},
): Promise<Exported> {
  const header = headerOf(snapshot, findChain(snapshot, release).no, release)
  const draft = `${to}.${process.pid}.part`
  const file = await open(draft, 'w')
  try {
    let entries = 0
    let bytes = 0
    let pending: Uint8Array[] = []
    let pendingBytes = 0
    const flush = async () => {
      await file.writev(pending)
      pending = []
      pendingBytes = 0
    }
    for (const block of exportBlocks(snapshot, release)) {
      options.signal?.throwIfAborted()
      pending.push(block.bytes)
      pendingBytes += block.bytes.length
      bytes += block.bytes.length
      entries += block.entries
      if (pendingBytes < WRITE_BYTES) continue
      await flush()
      options.onProgress?.(entries, header.size)
    }
    if (pendingBytes > 0) await flush()
    options.onProgress?.(entries, header.size)
    await file.sync()
    await file.close()
    await rename(draft, to)
    return { file: to, entries, bytes, anchor: `${header.size}:${header.head}` }
  } catch (error) {
    await file.close().catch(() => {})
    await rm(draft, { force: true })
    throw error
  }
}
