/** Free space by `statfs`, and the reserve: a file beside the ledger that is cut shorter, slice by slice, when the disk is full. */
import { randomFillSync } from 'node:crypto'
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, truncateSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { FULL_BELOW_BYTES, NEEDED_FOR_A_RUN_BYTES } from '../../../shared/domain/disk-room.ts'
import type { LedgerDisk } from '../../ports/ledger-disk.ts'

export const RESERVE_BYTES = 16_000_000
/** A slice is used at once by the write that needed it: a command that floods the disk does not get all of the reserve. */
const SLICE_BYTES = 2_000_000

export const reserveFile = (ledgerFile: string) => `${ledgerFile}.reserve`

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

function freeBytesAt(path: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(path)
    return bavail * bsize
  } catch {
    return undefined
  }
}

/** Random bytes: a file system that compresses or leaves holes would reserve nothing for zeros. */
function extend(file: string, toBytes: number): void {
  const block = randomFillSync(Buffer.allocUnsafe(1024 * 1024))
  const fd = openSync(file, 'a', 0o600)
  try {
    for (let size = sizeOf(file); size < toBytes; )
      size += writeSync(fd, block, 0, Math.min(block.length, toBytes - size))
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

export function createLedgerDisk(ledgerFile: string): LedgerDisk {
  const folder = dirname(ledgerFile)
  const reserve = reserveFile(ledgerFile)
  const listeners = new Set<() => void>()
  return {
    folder,
    freeBytes: () => freeBytesAt(folder),
    reserveBytes: () => sizeOf(reserve),
    release() {
      const size = sizeOf(reserve)
      if (size === 0) return false
      for (const listener of listeners) listener()
      try {
        if (size <= SLICE_BYTES) rmSync(reserve)
        else truncateSync(reserve, size - SLICE_BYTES)
        return true
      } catch {
        return false
      }
    },
    refill() {
      const missing = RESERVE_BYTES - sizeOf(reserve)
      if (missing <= 0 || (freeBytesAt(folder) ?? 0) < NEEDED_FOR_A_RUN_BYTES + missing) return
      try {
        extend(reserve, RESERVE_BYTES)
      } catch {
        // Somebody else took the room meanwhile, or the folder is read only: what is there is the reserve.
      }
    },
    sizeIfFull(file) {
      const free = freeBytesAt(dirname(file))
      return free !== undefined && free < FULL_BELOW_BYTES ? sizeOf(file) : undefined
    },
    onFull(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
