/** Stands between the engine and the store: releases the reserve when the disk is full, and knows since when the ledger cannot be written. */
import type { LedgerTrouble, PassingTrouble } from '../../shared/contract/ledger-trouble.ts'
import { formatBytes } from '../../shared/documents/words.ts'
import { FULL_BELOW_BYTES, NEEDED_FOR_A_RUN_BYTES } from '../../shared/domain/disk-room.ts'
import type { Clock } from '../ports/clock.ts'
import { type EventStore, isTrouble } from '../ports/event-store.ts'
import type { LedgerDisk } from '../ports/ledger-disk.ts'

export interface LedgerWatch {
  /** The store, watched. */
  readonly store: EventStore
  trouble(): LedgerTrouble | undefined
  /** Tells the trouble again: something about it changed. */
  tell(): void
  /** Looks at the disk, and tries to write when the last try failed. */
  check(): void
}

export type LedgerWatchOptions = {
  store: EventStore
  disk: LedgerDisk
  clock: Clock
  /** Told at once, and again while it lasts. */
  onTrouble(trouble: LedgerTrouble | undefined): void
  onEnded(ended: PassingTrouble & { untilMs: number }): void
  /** The disk was full when the ledger was opened. */
  isFull?: boolean
  /** The late journals that are not in the ledger yet, by file. */
  late?(): string[]
  /** Tries to bring them in. */
  bringIn?(): void
}

const AGAIN_MS = 30_000

const fullMessage = (disk: LedgerDisk, freeBytes: number) =>
  `The disk that holds ${disk.folder} has ${formatBytes(freeBytes)} free and ${formatBytes(disk.reserveBytes())} of the reserve are left: free at least ${formatBytes(Math.max(0, NEEDED_FOR_A_RUN_BYTES - freeBytes))} there.`

export function watchLedger(options: LedgerWatchOptions): LedgerWatch {
  const { store, disk, clock, onTrouble, onEnded, late = () => [], bringIn = () => {} } = options
  let trouble: PassingTrouble | undefined = options.isFull
    ? { kind: 'disk-full', sinceMs: clock.nowMs(), message: fullMessage(disk, disk.freeBytes() ?? 0) }
    : undefined
  let toldMs = 0

  const current = () => trouble && { ...trouble, ...(late().length > 0 ? { late: late() } : {}) }
  const tell = () => {
    toldMs = clock.nowMs()
    onTrouble(current())
  }
  const begin = (kind: PassingTrouble['kind'], message: string) => {
    const isNew = trouble?.kind !== kind
    if (isNew) end()
    trouble = { kind, sinceMs: isNew ? clock.nowMs() : trouble!.sinceMs, message }
    if (isNew || clock.nowMs() - toldMs >= AGAIN_MS) tell()
  }
  const end = () => {
    if (!trouble) return
    const ended = { ...trouble, untilMs: clock.nowMs() }
    trouble = undefined
    onTrouble(undefined)
    // What is told here is appended: not before the append that showed it is over has returned.
    clock.after(0, () => onEnded(ended))
  }

  /** While something is still in a late journal it is not over: a write that happens to succeed says little. */
  const endIfWritable = () => {
    if (trouble?.kind === 'unwritable' && late().length === 0) end()
  }

  const isFull = () => (disk.freeBytes() ?? Number.POSITIVE_INFINITY) < FULL_BELOW_BYTES

  function watched<T>(work: () => T): T {
    for (;;) {
      try {
        const done = work()
        endIfWritable()
        return done
      } catch (error) {
        if (!isTrouble(error)) throw error
        const isForRoom = error.code === 'disk-full' || (error.code === 'io-error' && isFull())
        if (isForRoom && disk.release()) {
          if (trouble?.kind !== 'unwritable') begin('disk-full', fullMessage(disk, disk.freeBytes() ?? 0))
          continue
        }
        begin('unwritable', error.message)
        throw error
      }
    }
  }

  return {
    store: {
      ...store,
      append: (...args) => watched(() => store.append(...args)),
      appendSealed: (...args) => watched(() => store.appendSealed(...args)),
      guard: () => watched(() => store.guard()),
    },
    trouble: current,
    tell,
    check() {
      if (trouble?.kind === 'unwritable' || late().length > 0) {
        watched(() => store.guard())
        bringIn()
        endIfWritable()
      }
      const free = disk.freeBytes()
      if (free === undefined || trouble?.kind === 'unwritable') return
      if (trouble?.kind === 'disk-full' ? free < NEEDED_FOR_A_RUN_BYTES : free < FULL_BELOW_BYTES)
        begin('disk-full', fullMessage(disk, free))
      else if (trouble) end()
      disk.refill()
    },
  }
}
