import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { digest } from '../../../shared/ids.ts'
import type { ReadEvidence } from '../../ports/outside.ts'
import { realInside } from './inside.ts'

/** Hashing holds up everything else of the cockpit: about a second at most. */
export const MAX_EVIDENCE_BYTES = 256 * 1024 * 1024
const CHUNK_BYTES = 1024 * 1024

function hash(file: number): ReturnType<ReadEvidence> {
  const { size } = fstatSync(file)
  if (size > MAX_EVIDENCE_BYTES)
    return {
      problem: `has ${Math.round(size / 1e6)} MB, more than the 268 MB that are read: give a link instead.`,
    }
  const sha256 = createHash('sha256')
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  let bytes = 0
  for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
    sha256.update(buffer.subarray(0, read))
    bytes += read
  }
  return { sha256: digest(sha256.digest('hex')), bytes }
}

export const readEvidence: ReadEvidence = (folder, path) => {
  try {
    const real = realInside(folder, path)
    if (real === undefined)
      return { problem: `${path} lies outside the release folder: copy it there, or give a link.` }
    // Asked before it is opened: opening a pipe would wait for its other end.
    if (!statSync(real).isFile()) return { problem: `${path} is not a regular file.` }
    const file = openSync(real, 'r')
    try {
      const read = hash(file)
      return 'problem' in read ? { problem: `${path} ${read.problem}` } : read
    } finally {
      closeSync(file)
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    return {
      problem:
        code === 'ENOENT'
          ? `There is no file ${path} in the release folder.`
          : `${path} cannot be read (${code ?? String(error)}).`,
    }
  }
}
