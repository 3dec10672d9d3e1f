/** A file that appears under its name only when it is whole and on disk. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Nothing is written over a file that is there already. */
export class FileExists extends Error {
  constructor(file: string) {
    super(`${file} is there already.`)
  }
}

export type WholeFileOptions = { overwrite?: boolean; signal?: AbortSignal }

function refuseExisting(file: string, { overwrite }: WholeFileOptions): void {
  if (!overwrite && existsSync(file)) throw new FileExists(file)
}

/** So that the new name outlives a power cut, where folders can be synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

/**
 * Lets `write` fill a draft beside `to` (which it must leave closed and synced), then gives it its name. Throws `FileExists`, the signal's reason, or
 * what `write` or the file system throws; no draft is left then.
 */
export async function throughDraft<T>(
  to: string,
  options: WholeFileOptions,
  write: (draft: string) => Promise<T>,
): Promise<T> {
  refuseExisting(to, options)
  const draft = `${to}.${randomUUID()}.part`
  try {
    const written = await write(draft)
    options.signal?.throwIfAborted()
    refuseExisting(to, options)
    await rename(draft, to)
    await syncFolder(dirname(to))
    return written
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

export type Piece = Uint8Array | string

const WRITE_BYTES = 1024 * 1024

async function fill(
  file: FileHandle,
  pieces: Iterable<Piece> | AsyncIterable<Piece>,
  { signal }: WholeFileOptions,
): Promise<number> {
  let pending: Uint8Array[] = []
  let pendingBytes = 0
  let bytes = 0
  const flush = async () => {
    for (let rest = Buffer.concat(pending); rest.length > 0; )
      rest = rest.subarray((await file.write(rest)).bytesWritten)
    pending = []
    pendingBytes = 0
  }
  for await (const piece of pieces) {
    signal?.throwIfAborted()
    const block = typeof piece === 'string' ? Buffer.from(piece) : piece
    pending.push(block)
    pendingBytes += block.length
    bytes += block.length
    if (pendingBytes >= WRITE_BYTES) await flush()
    // Between two pieces whatever else this process does has its turn.
    await new Promise(setImmediate)
  }
  await flush()
  return bytes
}

/** Writes pieces as they are made, at the memory of a MiB; resolves with how many bytes they were. Throws as `throughDraft` does. */
export function writeWhole(
  to: string,
  pieces: Iterable<Piece> | AsyncIterable<Piece>,
  options: WholeFileOptions = {},
): Promise<number> {
  return throughDraft(to, options, async (draft) => {
    const file = await open(draft, 'wx', 0o644)
    try {
      const bytes = await fill(file, pieces, options)
      await file.sync()
      return bytes
    } finally {
      await file.close()
    }
  })
}
