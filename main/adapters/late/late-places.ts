/** Folders that stand in for a ledger's own when it cannot be written: beside it, in the person's state folder, in a temporary one. */
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { basename, join, resolve } from 'node:path'

type Env = Record<string, string | undefined>

function stateFolder(env: Env): string {
  const home = env.HOME ?? os.homedir()
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'release-cockpit')
  if (process.platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'release-cockpit')
  return join(env.XDG_STATE_HOME || join(home, '.local', 'state'), 'release-cockpit')
}

/** In the order they are tried. The ledger's path is in their names, so that ledgers do not meet there. */
export function latePlaces(ledgerFile: string, env: Env = process.env): string[] {
  const path = resolve(ledgerFile)
  const name = `${basename(path)}-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`
  const shared = join(os.tmpdir(), `release-cockpit-${os.userInfo().uid}`)
  return [`${path}.late`, join(stateFolder(env), 'late', name), join(shared, 'late', name)]
}

/** Makes a folder for this person's eyes only. Throws when it is somebody else's, or cannot be made. */
export function makePrivately(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  const isOurs = process.platform === 'win32' || found.uid === os.userInfo().uid
  if (!found.isDirectory() || !isOurs) throw new Error(`${folder} belongs to somebody else.`)
}

/** About what the files of an attempt take: a disk that fails may still have a block or two to write over. */
const PROBE = Buffer.alloc(65_536, 'probe ')

/** Whether files can be made there now, and reach the disk: one that fails says so only when it is asked to keep what it took. */
export function canBeWritten(folder: string): boolean {
  const probe = join(folder, `.probe-${process.pid}`)
  try {
    makePrivately(folder)
    writeFileSync(probe, PROBE, { mode: 0o600, flush: true })
    return true
  } catch {
    return false
  } finally {
    rmQuietly(probe)
  }
}

function rmQuietly(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {}
}
