/** Writes a bundle: one zip, streamed, at the memory of one block; it appears under its name only when it is whole and on disk. */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import {
  BUNDLE_FILES,
  BUNDLE_FORMAT,
  type BundleFile,
  type BundleManifest,
  type BundleSignature,
  signedBytes,
} from '../../../shared/ledger/bundle-format.ts'
import { throughDraft, type WholeFileOptions } from '../whole-file.ts'

type Bytes = Uint8Array | string

/** A file of the bundle; its content is made when its turn comes. `size`: about how many bytes, for the progress alone. */
export type BundlePart = Pick<BundleFile, 'path' | 'attempt' | 'timesOf' | 'series'> & {
  size: number
  content: () => Iterable<Bytes> | AsyncIterable<Bytes>
}

export type BundleRequest = WholeFileOptions & {
  to: string
  parts: readonly BundlePart[]
  about: Omit<BundleManifest, 'format' | 'files'>
  signer: { keyId: string; publicKeyPem: string; sign(bytes: Uint8Array): Uint8Array }
  /** Every file of the archive carries it. */
  mtime: Date
  onProgress?: (doneBytes: number, totalBytes: number) => void
}

export type WrittenBundle = { file: string; bytes: number; files: number; anchor: string }

const pause = () => new Promise<void>((resolve) => setImmediate(resolve))

/** The bytes of a part; the manifest learns their digest as they pass. */
async function* told(part: BundlePart, files: BundleFile[], onBytes: (bytes: number) => void) {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of part.content()) {
    const block = typeof piece === 'string' ? Buffer.from(piece) : piece
    hash.update(block)
    bytes += block.length
    onBytes(block.length)
    if (block.length > 0) yield block
    await pause()
  }
  const { path, attempt, timesOf, series } = part
  files.push({
    path,
    bytes,
    sha256: hash.digest('hex'),
    ...(attempt === undefined ? {} : { attempt }),
    ...(timesOf === undefined ? {} : { timesOf }),
    ...(series === undefined ? {} : { series }),
  })
}

function signatureText({ signer }: BundleRequest, manifest: Uint8Array): string {
  const signature: BundleSignature = {
    keyId: signer.keyId,
    publicKey: signer.publicKeyPem,
    signature: Buffer.from(signer.sign(signedBytes(manifest))).toString('hex'),
  }
  return `${JSON.stringify(signature)}\n`
}

/** Every part in its order, then the manifest of what was written, and its signature. */
function fill(zip: ZipFile, request: BundleRequest, files: BundleFile[], onBytes: (bytes: number) => void): void {
  const options = { mtime: request.mtime, mode: 0o100644 }
  const add = (path: string, make: () => AsyncIterable<Uint8Array>) =>
    zip.addReadStreamLazy(path, options, (give) => {
      const stream = Readable.from(make(), { objectMode: false })
      stream.once('error', (error) => zip.emit('error', error))
      give(null, stream)
    })
  for (const part of request.parts) add(part.path, () => told(part, files, onBytes))
  let manifest = Buffer.alloc(0)
  add(BUNDLE_FILES.manifest, async function* () {
    manifest = Buffer.from(`${JSON.stringify({ format: BUNDLE_FORMAT, ...request.about, files }, null, 1)}\n`)
    yield manifest
  })
  add(BUNDLE_FILES.signature, async function* () {
    yield Buffer.from(signatureText(request, manifest))
  })
  zip.end()
}

/** Throws the signal's reason when cancelled, what a part threw, or the error of the file system; no half file is left then. */
export async function writeBundle(request: BundleRequest): Promise<WrittenBundle> {
  const { to, parts, signal, onProgress } = request
  const total = parts.reduce((sum, { size }) => sum + size, 0)
  const files: BundleFile[] = []
  let done = 0
  const onBytes = (bytes: number) => {
    signal?.throwIfAborted()
    done += bytes
    onProgress?.(done, Math.max(total, done))
  }
  return throughDraft(to, request, async (draft) => {
    const zip = new ZipFile()
    const out = zip.outputStream as Readable
    zip.on('error', (error: Error) => out.destroy(error))
    const written = pipeline(out, createWriteStream(draft, { flags: 'wx', flush: true }), signal ? { signal } : {})
    fill(zip, request, files, onBytes)
    await written
    return { file: to, bytes: (await stat(draft)).size, files: files.length, anchor: request.about.anchor }
  })
}
