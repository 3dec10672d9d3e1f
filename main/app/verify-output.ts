/** Holds the stored output of a ledger file against the digests of it that are in the chain. */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { PayloadOf } from '../../shared/events/index.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import type { Comparison } from '../../shared/ledger/verdict.ts'
import { openReadonly } from '../event-store/database.ts'
import { createOutputStore } from '../event-store/output/reader.ts'
import { vouchingEntries } from '../event-store/output/vouching.ts'
import type { OutputStore } from '../ports/output-store.ts'

const RANGE_BYTES = 64 * 1024

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

/** What the chain says of stored output: the sealed stretches, and the digests the last erasure left for some of them. */
async function vouchedOutput(db: ReturnType<typeof openReadonly>, release: ReleaseId) {
  const sealed: { seq: number; stretch: PayloadOf<'output.sealed'> }[] = []
  const afterErasures = new Map<string, string>()
  for (const page of vouchingEntries(db, release)) {
    for (const { seq, type, payload } of page) {
      if (payload === null) continue
      if (type === 'output.sealed') sealed.push({ seq, stretch: payload as PayloadOf<'output.sealed'> })
      else {
        const { attemptId, stretches } = payload as PayloadOf<'output.erased'>
        for (const each of stretches) afterErasures.set(placeOf({ attemptId, ...each }), each.digest)
      }
    }
    await setImmediate()
  }
  return { sealed, afterErasures }
}

function badOutput(seq: number, stretch: PayloadOf<'output.sealed'>, expected: string, found?: string): BadOutput {
  const where = `bytes ${stretch.fromByte} to ${stretch.toByte} of the output of attempt ${stretch.attemptId}`
  return {
    seq,
    reason: `Entry ${seq} vouches for ${where}, but what is stored is something else.`,
    compare: [{ what: `SHA-256 of ${where}`, expected, found: found ?? 'bytes are missing' }],
  }
}

/** The first sealed stretch of a release whose stored bytes are not the ones the chain vouches for. */
export async function findBadOutput(file: string, release: ReleaseId): Promise<BadOutput | undefined> {
  const db = openReadonly(file)
  try {
    const output = createOutputStore(db)
    const { sealed, afterErasures } = await vouchedOutput(db, release)
    for (const { seq, stretch } of sealed) {
      const expected = afterErasures.get(placeOf(stretch)) ?? stretch.digest
      const found = storedDigest(output, stretch)
      if (found !== expected) return badOutput(seq, stretch, expected, found)
      await setImmediate()
    }
    return undefined
  } finally {
    db.close()
  }
}
