import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AttemptId } from '../../../shared/ids.ts'
import { type AttemptDirectories, type AttemptFiles, fileName, forbiddenDirectory, readText } from './attempt-files.ts'
import { type Claim, cockpitClaim, parseClaim } from './shim.ts'

export function readClaim(files: AttemptFiles): Claim | undefined {
  const text = readText(files.claim)
  return text === undefined ? undefined : parseClaim(text)
}

/** Creates the claim with its content in one step, so that nobody reads half of it. True when it is the cockpit's. */
export function takeClaim(files: AttemptFiles): boolean {
  const draft = join(files.directory, `claim-${process.pid}`)
  writeFileSync(draft, cockpitClaim, { mode: 0o600, flush: true })
  try {
    linkSync(draft, files.claim)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return readClaim(files)?.by === 'cockpit'
  } finally {
    rmSync(draft, { force: true })
  }
}

const tombstone = (root: string, attempt: AttemptId) => join(forbiddenDirectory(root), fileName(attempt))

/**
 * Forbids an attempt, whether or not it has files yet. Without files a tombstone is left, and `start` looks for it only after it has made its
 * directory: one of the two always sees the other.
 */
export function forbid(directories: AttemptDirectories, attempt: AttemptId): boolean {
  const files = directories.find(attempt)
  if (files) return takeClaim(files)
  mkdirSync(tombstone(directories.folders.forWriting(), attempt), { recursive: true, mode: 0o700 })
  const appeared = directories.find(attempt)
  return appeared ? takeClaim(appeared) : true
}

export const isForbidden = (directories: AttemptDirectories, attempt: AttemptId) =>
  directories.folders.all.some((root) => existsSync(tombstone(root, attempt)))
