/** How much room a run needs on the disk that holds the ledger, and the refusal when it is not there. A rollback is never asked. */
import { formatBytes } from '../documents/words.ts'
import { type Rejection, reject } from './rejection.ts'

export const NEEDED_FOR_A_RUN_BYTES = 64_000_000

/** Less than this and the disk counts as full. */
export const FULL_BELOW_BYTES = 1_000_000

export type DiskRoom = { folder: string; freeBytes: number }

export function refuseFullDisk(room: DiskRoom | undefined): { rejection: Rejection } | undefined {
  if (!room || room.freeBytes >= NEEDED_FOR_A_RUN_BYTES) return undefined
  const missing = NEEDED_FOR_A_RUN_BYTES - room.freeBytes
  return reject(
    'disk-full',
    `The disk that holds ${room.folder} has ${formatBytes(room.freeBytes)} free, and a run needs ${formatBytes(NEEDED_FOR_A_RUN_BYTES)}: free at least ${formatBytes(missing)} there, then start again. A rollback is not held up.`,
  )
}

/** Below this no output is stored any more: it stays in its spool, and the room is the ledger's. */
export const LEFT_TO_THE_LEDGER_BYTES = 4_000_000
