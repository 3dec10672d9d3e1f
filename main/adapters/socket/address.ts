/**
 * Where the owner of a ledger listens. The socket lies in a folder only this user may enter, under a short name, because a socket's path may have
 * about 100 bytes. Terminals disagree about XDG_RUNTIME_DIR and TMPDIR, so the owner writes the address beside the ledger for all to read.
 */
import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'

export type SocketAddress = { path: string; pid: number }

const LONGEST_PATH_BYTES = 99

/** The file beside a ledger that says where its owner listens. */
export const addressFile = (ledgerFile: string): string => `${ledgerFile}-socket`

export const writeAddress = (ledgerFile: string, address: SocketAddress): void => {
  const draft = `${addressFile(ledgerFile)}.${address.pid}`
  writeFileSync(draft, JSON.stringify(address), { mode: 0o600 })
  renameSync(draft, addressFile(ledgerFile))
}

/** Undefined if no owner has listened yet, or what is there is no address. */
export const readAddress = (ledgerFile: string): SocketAddress | undefined => {
  try {
    const { path: socketPath, pid } = JSON.parse(readFileSync(addressFile(ledgerFile), 'utf8'))
    return typeof socketPath === 'string' && Number.isInteger(pid) ? { path: socketPath, pid } : undefined
  } catch {
    return undefined
  }
}

/** The socket (or pipe) for a ledger; makes its folder, 0700. The ledger must exist: its real path is what counts. */
export const socketPath = (ledgerFile: string, env: NodeJS.ProcessEnv = process.env): string => {
  const name = createHash('sha256').update(realpathSync(ledgerFile)).digest('hex').slice(0, 20)
  if (process.platform === 'win32') return `\\\\.\\pipe\\release-cockpit-${name}`
  const candidates = socketFolders(env).map((folder) => path.join(folder, `${name}.sock`))
  const short = candidates.find((each) => Buffer.byteLength(each) <= LONGEST_PATH_BYTES)
  if (!short)
    throw wireFailure('no-socket-folder', `No temporary folder has a path short enough for a socket: ${candidates[0]}`)
  makePrivateFolder(path.dirname(short))
  return short
}

const socketFolders = (env: NodeJS.ProcessEnv): string[] => {
  const own = `release-cockpit-${os.userInfo().uid}`
  const runtime = env.XDG_RUNTIME_DIR ? [path.join(env.XDG_RUNTIME_DIR, 'release-cockpit')] : []
  return [...runtime, path.join(os.tmpdir(), own), path.join('/tmp', own)]
}

/** In a folder others share, someone else may have made ours first. */
const makePrivateFolder = (folder: string): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== os.userInfo().uid) {
    throw wireFailure(
      'no-socket-folder',
      `${folder} belongs to someone else; remove it or set XDG_RUNTIME_DIR to a folder of your own.`,
    )
  }
  if ((found.mode & 0o777) !== 0o700) chmodSync(folder, 0o700)
}
