/** Holds the stored output of a ledger file against the digests of it that are in the chain. */
import { createHash } from 'node:crypto'
import type { PayloadOf } from '../../shared/events/index.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import type { Comparison } from '../../shared/ledger/verdict.ts'
import { openReadonly } from '../event-store/database.ts'
import { createOutputStore } from '../event-store/output/reader.ts'
import { createReading } from '../event-store/reading.ts'
import type { OutputStore } from '../ports/output-store.ts'

const PAGE_ENTRIES = 1000
const RANGE_BYTES = 64 * 1024

type Reading = ReturnType<typeof createReading>

export type BadOutput = { seq: number; reason: string; compare: Comparison[] }

/** The digest of a stretch as stored; undefined when bytes of it are missing or cannot be read. */
function storedDigest(
  output: OutputStore,
  { attemptId, fromByte, toByte }: PayloadOf<'output.sealed'>,
): string | undefined {
  const hash = createHash('sha256')
  try {
    for (let offset = fromByte; offset < toByte; ) {
      const { bytes } = output.read(attemptId, offset, Math.min(RANGE_BYTES, toByte - offset))
      if (bytes.length === 0) return undefined
      hash.update(bytes)
      offset += bytes.length
    }
    return hash.digest('hex')
  } catch {
    return undefined
  }
}

const placeOf = ({ attemptId, fromByte, toByte }: { attemptId: string; fromByte: number; toByte: number }) =>
  `${attemptId} ${fromByte} ${toByte}`

/** Digests of stretches that bytes were erased from, as the last erasure left them. */
function digestsAfterErasures(reading: Reading, release: ReleaseId): Map<string, string> {
  const digests = new Map<string, string>()
  const size = reading.head(release)?.size ?? 0
  for (let seq = 1; seq <= size; seq += PAGE_ENTRIES)
    for (const entry of reading.read(release, seq, seq + PAGE_ENTRIES)) {
      if (entry.type !== 'output.erased' || entry.payload === null) continue
      const { attemptId, stretches } = entry.payload as PayloadOf<'output.erased'>
      for (const each of stretches) digests.set(placeOf({ attemptId, ...each }), each.digest)
    }
  return digests
}

/** The first sealed stretch of a release whose stored bytes are not the ones the chain vouches for. */
export async function findBadOutput(file: string, release: ReleaseId): Promise<BadOutput | undefined> {
  const db = openReadonly(file)
  try {
    const reading = createReading(db)
    const output = createOutputStore(db)
    const size = reading.head(release)?.size ?? 0
    const expected = digestsAfterErasures(reading, release)
    for (let seq = 1; seq <= size; seq += PAGE_ENTRIES) {
      for (const entry of reading.read(release, seq, seq + PAGE_ENTRIES)) {
        if (entry.type !== 'output.sealed' || entry.payload === null) continue
        const sealed = entry.payload as PayloadOf<'output.sealed'>
        const found = storedDigest(output, sealed)
        const digest = expected.get(placeOf(sealed)) ?? sealed.digest
        if (found === digest) continue
        const where = `bytes ${sealed.fromByte} to ${sealed.toByte} of the output of attempt ${sealed.attemptId}`
        return {
          seq: entry.seq,
          reason: `Entry ${entry.seq} vouches for ${where}, but what is stored is something else.`,
          compare: [{ what: `SHA-256 of ${where}`, expected: digest, found: found ?? 'bytes are missing' }],
        }
      }
      await new Promise(setImmediate)
    }
    return undefined
  } finally {
    db.close()
  }
}
