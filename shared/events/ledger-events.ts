/** Events about the record itself. */
import { z } from 'zod'
import type { AttemptId, Digest, ReleaseId } from '../ids.ts'
import { brand, defineEvent } from './define.ts'

/** Genesis: always seq 1. `ledgerId` is a UUID no other chain shares. */
export const releaseCreated = defineEvent(
  'release.created',
  1,
  z.object({
    ledgerId: z.string(),
    release: brand<ReleaseId>(),
    name: z.string(),
    version: z.string(),
    folder: z.string(),
    keyId: z.string(),
    publicKey: z.string(),
  }),
)

/** A signed head: `size` and `head` are those of the entry before this one. */
export const checkpointSigned = defineEvent(
  'checkpoint.signed',
  1,
  z.object({
    ledgerId: z.string(),
    size: z.number().int(),
    head: brand<Digest>(),
    time: z.string(),
    keyId: z.string(),
    publicKey: z.string(),
    signature: z.string(),
  }),
)

/** A new owner took the ledger while a run was open: nobody watched it in between. */
export const guardResumed = defineEvent(
  'guard.resumed',
  1,
  z.object({ from: z.string(), to: z.string(), epoch: z.number().int() }),
)

/** The machine's clock was set: every instant recorded before it of what is still open moves by so much. */
export const clockMoved = defineEvent('clock.moved', 1, z.object({ byMs: z.number().int() }))

/** The engine itself slept or was stopped: this stretch counts neither as awake time nor as health. */
export const engineGap = defineEvent('engine.gap', 1, z.object({ fromMs: z.number(), toMs: z.number() }))

/** For so long the ledger could not be written, or its disk was full. What happened meanwhile was kept and is appended after it was over. */
export const ledgerTroubleEnded = defineEvent(
  'ledger.trouble-ended',
  1,
  z.object({
    kind: z.enum(['disk-full', 'unwritable']),
    fromMs: z.number(),
    toMs: z.number(),
    reason: z.string(),
  }),
)

/**
 * Entries `fromSeq` to `toSeq` were recorded in a late journal while the ledger could not be written, and are brought in by the transaction that
 * appends this entry. They keep their instants and actors. `journalId` makes sure that it happens once.
 */
export const ledgerRecordedLate = defineEvent(
  'ledger.recorded-late',
  1,
  z.object({
    journalId: z.string(),
    fromSeq: z.number().int(),
    toSeq: z.number().int(),
    fromMs: z.number(),
    toMs: z.number(),
    reason: z.string(),
  }),
)

/** The payload of entry `seq` was emptied because it must not be kept: a leaked secret. */
export const payloadErased = defineEvent('payload.erased', 1, z.object({ seq: z.number().int(), reason: z.string() }))

/** What a person kept of a payload when it was emptied: the same facts without the leaked words. Read in its place from then on. */
export const payloadRemains = defineEvent(
  'payload.remains',
  1,
  z.object({ seq: z.number().int(), payload: z.record(z.string(), z.unknown()) }),
)

const stretch = { fromByte: z.number().int(), toByte: z.number().int() }

/** Bytes of stored output were overwritten with `*` because they must not be kept. `stretches` are the sealed ones they stood in, with their new digests. */
export const outputErased = defineEvent(
  'output.erased',
  1,
  z.object({
    attemptId: brand<AttemptId>(),
    reason: z.string(),
    ranges: z.array(z.tuple([z.number().int(), z.number().int()])),
    stretches: z.array(z.object({ ...stretch, digest: brand<Digest>() })),
  }),
)
