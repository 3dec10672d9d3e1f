/** The signed heads of a chain and the keys they are signed with, read in one pass. */
import { readCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import type { LedgerSnapshot } from '../../ports/ledger-snapshot.ts'

export type Checkpoints = {
  /** Payloads as recorded, oldest first. */
  lines: string[]
  /** Key id to PEM; that of the first entry is among them. */
  keys: Map<string, string>
}

const MARK = '"type":"checkpoint.signed"'
const AT_ONCE = 5000

export async function readCheckpoints(snapshot: LedgerSnapshot, no: number, signal: AbortSignal): Promise<Checkpoints> {
  const found: Checkpoints = { lines: [], keys: new Map() }
  let entries = 0
  for (const { entry } of snapshot.entries(no)) {
    if (++entries % AT_ONCE === 0) await new Promise(setImmediate)
    signal.throwIfAborted()
    if (!entry?.payload) continue
    const isFirst = entries === 1
    if (
      !isFirst &&
      !Buffer.from(entry.envelope.buffer, entry.envelope.byteOffset, entry.envelope.length).includes(MARK)
    )
      continue
    const line = Buffer.from(entry.payload).toString('utf8')
    if (!isFirst) found.lines.push(line)
    const { keyId, publicKey } = isFirst
      ? (JSON.parse(line) as Record<string, string>)
      : (readCheckpoint(JSON.parse(line)) ?? {})
    if (keyId && publicKey) found.keys.set(keyId, publicKey)
  }
  return found
}
