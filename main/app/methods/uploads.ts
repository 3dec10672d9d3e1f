/** Files a window hands over in pieces because it has no path of them: kept for its user alone, and only until they were looked at. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import { fullDiskSentence } from '../full-disk.ts'
import { scratchFolder } from '../scratch-folder.ts'

type Upload = { folder: string; file: string; bytes: number; touchedMs: number }

/** A window that went away leaves nothing for longer than this. */
const FORGOTTEN_MS = 10 * 60_000
const MOST_UPLOADS = 4
const LARGEST_BYTES = 8 * 1024 ** 3

const uploads = new Map<string, Upload>()

export function dropUpload(id: string): void {
  const found = uploads.get(id)
  uploads.delete(id)
  if (found) rmSync(found.folder, { recursive: true, force: true })
}

const dropAll = () => [...uploads.keys()].forEach(dropUpload)

function begin(id: string, nowMs: number): Upload {
  for (const [known, { touchedMs }] of uploads) if (nowMs - touchedMs > FORGOTTEN_MS) dropUpload(known)
  if (uploads.size >= MOST_UPLOADS)
    throw wireFailure('upload-failed', 'Other files are being handed over already: wait until they are verified.')
  if (uploads.size === 0) process.off('exit', dropAll).once('exit', dropAll)
  const folder = scratchFolder('verify')
  const upload = { folder, file: join(folder, 'file'), bytes: 0, touchedMs: nowMs }
  closeSync(openSync(upload.file, 'wx', 0o600))
  uploads.set(id, upload)
  return upload
}

/** Adds a piece; pieces come in order. Resolves with how many bytes are there. Throws a `WireFailure`, and the upload is gone then. */
export function addPiece(id: string, offset: number, piece: Uint8Array, nowMs: number): number {
  const upload = offset === 0 && !uploads.has(id) ? begin(id, nowMs) : uploads.get(id)
  if (!upload || upload.bytes !== offset)
    throw wireFailure('upload-failed', 'A piece of this file was lost on the way: choose the file again.')
  try {
    if (offset + piece.length > LARGEST_BYTES) throw new Error('it is larger than 8 GB, use `cockpit verify`')
    const descriptor = openSync(upload.file, 'a')
    try {
      for (let at = 0; at < piece.length; ) at += writeSync(descriptor, piece, at)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    dropUpload(id)
    throw wireFailure(
      'upload-failed',
      fullDiskSentence(error) ?? `The file could not be taken in: ${(error as Error).message}.`,
    )
  }
  upload.bytes += piece.length
  upload.touchedMs = nowMs
  return upload.bytes
}

export const uploadedFile = (id: string): string | undefined => uploads.get(id)?.file
