/** Byte work that needs no platform. */

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export const toHex = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += HEX[byte]
  return text
}

const nibble = (code: number) => {
  if (code >= 48 && code <= 57) return code - 48
  return code >= 97 && code <= 102 ? code - 87 : -1
}

/** Bytes of lower-case hex standing as ASCII at `bytes[from..to)`; undefined for anything else, upper case included. */
export function hexBytes(bytes: Uint8Array, from: number, to: number): Uint8Array | undefined {
  const out = new Uint8Array((to - from) >> 1)
  for (let index = 0; index < out.length; index++) {
    const high = nibble(bytes[from + 2 * index] ?? 0)
    const low = nibble(bytes[from + 2 * index + 1] ?? 0)
    if (high < 0 || low < 0) return undefined
    out[index] = high * 16 + low
  }
  return out
}

/** Bytes of ASCII text; what is signed and what the formats' fixed parts consist of is ASCII by construction. */
export const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))

/** Bytes of a lower-case hex string of even length; undefined for anything else. */
export const fromHex = (text: string): Uint8Array | undefined =>
  text.length % 2 === 0 ? hexBytes(ascii(text), 0, text.length) : undefined

/** Whether `bytes` are what lower-case `hex` says. */
export function isHexOf(hex: string, bytes: Uint8Array): boolean {
  if (hex.length !== bytes.length * 2) return false
  for (let index = 0; index < bytes.length; index++) {
    const byte = nibble(hex.charCodeAt(2 * index)) * 16 + nibble(hex.charCodeAt(2 * index + 1))
    if (byte !== bytes[index]) return false
  }
  return true
}

/** Whether `part` stands in `bytes` at `offset`. */
export function standsAt(bytes: Uint8Array, part: Uint8Array, offset: number): boolean {
  if (offset + part.length > bytes.length) return false
  for (let index = 0; index < part.length; index++) if (bytes[offset + index] !== part[index]) return false
  return true
}

/** Where `part` first stands in `bytes` at or after `from`, or -1. */
export function findBytes(bytes: Uint8Array, part: Uint8Array, from: number): number {
  const last = bytes.length - part.length
  for (let at = from; at <= last; at++) if (bytes[at] === part[0] && standsAt(bytes, part, at)) return at
  return -1
}
