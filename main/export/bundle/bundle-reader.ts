/** A bundle as its files, read out of the zip without unpacking it anywhere. */
import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { isBundlePath } from '../../../shared/ledger/bundle-format.ts'

/** What is wrong with the archive itself, as a sentence. */
export class BadArchive extends Error {}

export type BundleReader = {
  /** Sizes by path, as the archive states them; reading fails when they are not true. */
  sizes: ReadonlyMap<string, number>
  open(path: string): AsyncIterable<Buffer>
  close(): void
}

/** Deflate cannot do better (zlib.net/zlib_tech.html); what claims more is a bomb. */
const BEST_RATIO = 1032
const MOST_FILES = 200_000
/** Of a local header without its name. */
const LOCAL_HEADER_BYTES = 30

function problemOf(entry: Entry, known: ReadonlyMap<string, unknown>): string | undefined {
  const name = JSON.stringify(entry.fileName.slice(0, 80))
  if (!isBundlePath(entry.fileName)) return `it holds a file named ${name}, which no bundle has`
  if (known.has(entry.fileName)) return `it holds ${name} twice`
  if (entry.isEncrypted()) return `${name} in it is encrypted`
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) return `${name} is compressed in another way`
  if (entry.uncompressedSize > entry.compressedSize * BEST_RATIO + 1024)
    return `${name} claims ${entry.uncompressedSize} bytes out of ${entry.compressedSize}, which cannot be`
  return known.size >= MOST_FILES ? `it holds more than ${MOST_FILES} files` : undefined
}

/** Files that share their compressed bytes make a small archive endless. */
function findOverlap(entries: readonly Entry[]): string | undefined {
  const sorted = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)
  const at = sorted.findIndex((entry, index) => {
    const next = sorted[index + 1]
    const end = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.compressedSize
    return next !== undefined && end > next.relativeOffsetOfLocalHeader
  })
  return at < 0 ? undefined : `${JSON.stringify(sorted[at]!.fileName)} and the file after it share their bytes`
}

async function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  let problem: string | undefined
  for await (const entry of zip.eachEntry()) {
    problem = problemOf(entry, entries)
    if (problem) break
    entries.set(entry.fileName, entry)
  }
  problem ??= findOverlap([...entries.values()])
  if (problem) throw new BadArchive(`This archive is not to be trusted: ${problem}.`)
  return entries
}

const words = (error: unknown) => (error instanceof Error ? error.message : String(error))

async function* contentOf(zip: ZipFile, entry: Entry): AsyncIterable<Buffer> {
  let stream: Readable | undefined
  try {
    stream = await zip.openReadStreamPromise(entry)
    for await (const block of stream) yield block as Buffer
  } catch (error) {
    throw new BadArchive(`${entry.fileName} cannot be read from the archive: ${words(error)}.`)
  } finally {
    stream?.destroy()
  }
}

/** Throws `BadArchive` for what is no sound zip of plain files. */
export async function openBundle(file: string): Promise<BundleReader> {
  let zip: ZipFile | undefined
  try {
    zip = await openPromise(file, { lazyEntries: true, autoClose: false })
    const opened = zip
    const entries = await listEntries(opened)
    return {
      sizes: new Map([...entries].map(([path, entry]) => [path, entry.uncompressedSize])),
      open(path) {
        const entry = entries.get(path)
        if (!entry) throw new BadArchive(`There is no ${path} in the archive.`)
        return contentOf(opened, entry)
      },
      close: () => opened.close(),
    }
  } catch (error) {
    zip?.close()
    if (error instanceof BadArchive) throw error
    throw new BadArchive(`The archive is damaged, or not all of it is there: ${words(error)}.`)
  }
}
