/** A zip of any files, such as a forger packs again. */
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

export async function zipOf(files: Iterable<readonly [path: string, bytes: Buffer]>, to: string): Promise<void> {
  const zip = new ZipFile()
  for (const [path, bytes] of files) zip.addBuffer(bytes, path, { mtime: new Date(0), compressionLevel: 1 })
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(to))
}
