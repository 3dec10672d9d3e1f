/** Becoming the owner of a ledger, out of its reserve when its disk is full, or of what stands in for it. */
import { createLedgerDisk } from '../adapters/disk/ledger-disk.ts'
import { openSigner } from '../adapters/keys/ed25519.ts'
import { acquireOwner, ledgerPath, type Ownership } from '../event-store/owner.ts'
import { isTrouble, type LedgerUnwritable } from '../ports/event-store.ts'
import { systemClock } from './clock.ts'
import { keyFileOf } from './owner.ts'
import { openStandIn, type StandIn } from './stand-in.ts'

type Env = Record<string, string | undefined>

export type Taken = {
  ownership: Ownership | undefined
  standIn?: StandIn
  /** The disk is full: it took some of the reserve to begin. */
  isFull?: boolean
}

/** The lock of a ledger, or why it cannot be used. Locked by another program is told, not gone around. */
export function takeLedger(ledgerFile: string): Taken | { error: LedgerUnwritable } {
  const disk = createLedgerDisk(ledgerFile)
  for (let isFull = false; ; isFull = true)
    try {
      return { ownership: acquireOwner(ledgerFile, systemClock.isoNow).ownership, isFull }
    } catch (error) {
      if (!isTrouble(error) || error.code === 'locked') throw error
      if (error.code !== 'disk-full' || !disk.release()) return { error }
    }
}

/** The lock of the file that stands in for it. */
export function standInFor(ledgerFile: string, error: LedgerUnwritable, env: Env): Taken {
  const original = ledgerPath(ledgerFile)
  const signer = (file: string) => openSigner(keyFileOf(file, { original }))
  const standIn = openStandIn(original, error, env, signer, systemClock.isoNow)
  return { ownership: acquireOwner(standIn.file, systemClock.isoNow).ownership, standIn }
}
