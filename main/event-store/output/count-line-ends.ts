function countSlowly(bytes: Uint8Array, from: number, to: number): number {
  let count = 0
  for (let i = from; i < to; i++) if (bytes[i] === 10) count++
  return count
}

/**
 * Counts line feeds, four bytes at a time: XOR makes them zero bytes, which the well-known exact test marks with one bit each
 * (Warren, Hacker's Delight, 6-1).
 */
export function countLineEnds(bytes: Uint8Array): number {
  if (bytes.length < 8) return countSlowly(bytes, 0, bytes.length)
  const head = (4 - (bytes.byteOffset & 3)) & 3
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + head, (bytes.length - head) >> 2)
  let count = countSlowly(bytes, 0, head) + countSlowly(bytes, head + words.length * 4, bytes.length)
  for (let i = 0; i < words.length; i++) {
    const word = (words[i] as number) ^ 0x0a0a0a0a
    const zeros = ~(((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word | 0x7f7f7f7f)
    count += Math.imul(zeros >>> 7, 0x01010101) >>> 24
  }
  return count
}

/** The offset just behind the nth line feed (from 1), or -1 when there are fewer. */
export function behindLineEnd(bytes: Uint8Array, nth: number): number {
  let at = -1
  for (let seen = 0; seen < nth; seen++) {
    at = bytes.indexOf(10, at + 1)
    if (at < 0) return -1
  }
  return at + 1
}
