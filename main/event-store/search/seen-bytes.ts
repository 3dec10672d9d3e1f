/** Output as it is seen: colours and other terminal escapes do not stand between letters. */

const ESC = 0x1b
const NEWLINE = 0x0a
const BEL = 0x07
const BACKSLASH = 0x5c

const isBetween = (byte: number | undefined, from: number, to: number) =>
  byte !== undefined && byte >= from && byte <= to

/** Behind a control sequence `ESC [ … final` (ECMA-48, 5.4). */
function behindSequence(bytes: Uint8Array, at: number): number {
  let end = at + 2
  while (isBetween(bytes[end], 0x20, 0x3f)) end++
  return isBetween(bytes[end], 0x40, 0x7e) ? end + 1 : end
}

/** Behind a string such as a title or a link: it ends with BEL or ESC \, and with its line at the latest. */
function behindString(bytes: Uint8Array, at: number): number {
  for (let end = at + 2; end < bytes.length; end++) {
    if (bytes[end] === BEL) return end + 1
    if (bytes[end] === ESC && bytes[end + 1] === BACKSLASH) return end + 2
    if (bytes[end] === NEWLINE) return end
  }
  return bytes.length
}

const STRINGS = [...']P^_X'].map((letter) => letter.charCodeAt(0))

function behindEscape(bytes: Uint8Array, at: number): number {
  const kind = bytes[at + 1]
  if (kind === 0x5b) return behindSequence(bytes, at)
  if (kind !== undefined && STRINGS.includes(kind)) return behindString(bytes, at)
  if (isBetween(kind, 0x20, 0x2f)) return isBetween(bytes[at + 2], 0x30, 0x7e) ? at + 3 : at + 2
  return isBetween(kind, 0x30, 0x7e) ? at + 2 : at + 1
}

/** Without escapes; the same buffer when there are none. Line ends stay, so that every line keeps its number. */
export function seenBytes(bytes: Buffer): Buffer {
  let at = bytes.indexOf(ESC)
  if (at < 0) return bytes
  const seen = Buffer.allocUnsafe(bytes.length)
  let written = 0
  let from = 0
  for (; at >= 0; at = bytes.indexOf(ESC, from)) {
    written += bytes.copy(seen, written, from, at)
    from = behindEscape(bytes, at)
  }
  written += bytes.copy(seen, written, from)
  return seen.subarray(0, written)
}
