import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** Named per chunk, so that another one can be added without touching what is stored. */
export type Codec = 'raw' | 'zstd'

const params = { [constants.ZSTD_c_compressionLevel]: 1 }

/** Enough for what does not compress at all (ZSTD_COMPRESSBOUND), so that the result is one allocation. */
const boundFor = (bytes: number) => bytes + (bytes >> 8) + 64 * 1024

/** Frees a buffer's memory now: the collector would let some 60 MB of such pile up first. Nothing may use it afterwards. */
function release(buffer: Buffer, allocatedBytes: number): void {
  if (buffer.buffer.byteLength === allocatedBytes && buffer.buffer instanceof ArrayBuffer) buffer.buffer.transfer(0)
}

export type Encoded = { codec: Codec; data: Buffer; release(): void }

/** `data` may be `bytes` itself. Call `release` once `data` was stored. */
export function encodeChunk(bytes: Buffer): Encoded {
  const chunkSize = boundFor(bytes.length)
  const data = zstdCompressSync(bytes, { chunkSize, params })
  if (data.length < bytes.length) return { codec: 'zstd', data, release: () => release(data, chunkSize) }
  release(data, chunkSize)
  return { codec: 'raw', data: bytes, release: () => {} }
}

export const decodeChunk = (codec: Codec, data: Buffer, bytes: number): Buffer =>
  codec === 'zstd' ? zstdDecompressSync(data, { chunkSize: Math.max(64, bytes), maxOutputLength: bytes }) : data
