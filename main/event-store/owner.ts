import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { createPrivately, openDatabase } from './database.ts'
import { explained, unwritable } from './errors.ts'
import { probeLedger } from './probe-ledger.ts'

/** Who holds a ledger file, as it says itself in `<ledger>-owner.json`. */
export type OwnerInfo = { pid: number; startedAt: string; socket: string | null }

export type Ownership = {
  /** The ledger's real path. */
  file: string
  epoch: number
  /** The owner before, or undefined for a new file. */
  previous: { epoch: number; lastSeenAt: string } | undefined
  /** Tells others where this owner's socket is. */
  announce(socket: string): void
  release(): void
}

export type OwnerAttempt = { ownership: Ownership } | { ownership: undefined; owner: OwnerInfo | undefined }

/** Connections that hold a lock. A handle that gets collected would let go of it, so all of them stay reachable from here. */
const held = new Set<Database.Database>()

/** The one path a ledger has, whatever link it was reached by: the lock's name derives from it. Creates the folder (0700). */
export function ledgerPath(file: string): string {
  const path = resolve(file)
  if (existsSync(path)) return realpathSync(path)
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  } catch (error) {
    throw unwritable('cannot-open', `The folder of ${path} can't be created: ${(error as Error).message}.`, error)
  }
  return join(realpathSync(dirname(path)), basename(path))
}

const sidecar = (path: string) => `${path}-owner.json`

function announce(path: string, info: OwnerInfo) {
  const draft = `${sidecar(path)}.${info.pid}`
  writeFileSync(draft, JSON.stringify(info), { mode: 0o600 })
  renameSync(draft, sidecar(path))
}

/** Who said last that it holds this ledger; undefined when nobody did. It may have died since: only the lock knows. */
export function ownerInfo(file: string): OwnerInfo | undefined {
  try {
    const info = JSON.parse(readFileSync(sidecar(ledgerPath(file)), 'utf8')) as Partial<OwnerInfo>
    if (typeof info.pid !== 'number' || typeof info.startedAt !== 'string') return undefined
    return { pid: info.pid, startedAt: info.startedAt, socket: info.socket ?? null }
  } catch {
    return undefined
  }
}

/** Tries to lock without waiting; undefined when somebody else has it. */
function lock(path: string): Database.Database | undefined {
  const lockFile = `${path}-owner`
  return explained(lockFile, () => {
    createPrivately(lockFile)
    const db = new Database(lockFile, { timeout: 0 })
    try {
      db.exec('BEGIN EXCLUSIVE')
      held.add(db)
      return db
    } catch (error) {
      db.close()
      if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined
      throw error
    }
  })
}

function unlock(db: Database.Database) {
  db.close()
  held.delete(db)
}

type OwnerRow = { epoch: number; last_seen_at: string | null }

function takeOver(path: string, now: string): Pick<Ownership, 'epoch' | 'previous'> {
  const db = openDatabase(path)
  try {
    const take = db.transaction(() => {
      const before = db.prepare<[], OwnerRow>('SELECT epoch, last_seen_at FROM owner').get()
      const appended = db.prepare<[], string | null>('SELECT max(updated_at) FROM heads').pluck().get()
      db.prepare('UPDATE owner SET epoch = epoch + 1, last_seen_at = ?').run(now)
      const epoch = before?.epoch ?? 0
      const seen = [before?.last_seen_at, appended].filter((each) => typeof each === 'string').sort()
      const lastSeenAt = seen.at(-1)
      return { epoch: epoch + 1, previous: epoch > 0 && lastSeenAt ? { epoch, lastSeenAt } : undefined }
    })
    return explained(path, () => take.immediate())
  } finally {
    db.close()
  }
}

/**
 * Tries to become the owner of a ledger file, without waiting. The kernel releases the lock when the owner dies, so that the next try
 * succeeds at once. Returns who holds it otherwise. Throws `LedgerUnwritable` when the file can't be opened.
 */
export function acquireOwner(file: string, clock: () => string): OwnerAttempt {
  const path = ledgerPath(file)
  const db = lock(path)
  if (!db) return { ownership: undefined, owner: ownerInfo(path) }
  try {
    const startedAt = clock()
    const info = { pid: process.pid, startedAt, socket: null }
    probeLedger(path)
    explained(path, () => announce(path, info))
    const ownership: Ownership = {
      file: path,
      ...takeOver(path, startedAt),
      announce: (socket) => announce(path, { ...info, socket }),
      release: () => {
        if (!db.open) return
        rmSync(sidecar(path), { force: true })
        unlock(db)
      },
    }
    return { ownership }
  } catch (error) {
    unlock(db)
    throw error
  }
}
