/** Base64 (RFC 4648 §4, padded) in plain arithmetic: `shared` has neither Buffer nor btoa. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const CODES = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0))
const PAD = 61

const VALUES = new Uint8Array(128).fill(255)
CODES.forEach((code, value) => {
  VALUES[code] = value
})

export const encodeBase64 = (bytes: Uint8Array): string => {
  const characters = new Uint8Array(Math.ceil(bytes.length / 3) * 4)
  for (let from = 0, to = 0; from < bytes.length; from += 3) {
    const second = bytes[from + 1]
    const third = bytes[from + 2]
    const group = (bytes[from]! << 16) | ((second ?? 0) << 8) | (third ?? 0)
    characters[to++] = CODES[group >> 18]!
    characters[to++] = CODES[(group >> 12) & 63]!
    characters[to++] = second === undefined ? PAD : CODES[(group >> 6) & 63]!
    characters[to++] = third === undefined ? PAD : CODES[group & 63]!
  }
  return latin1(characters)
}

const valueAt = (text: string, index: number): number => {
  const code = text.charCodeAt(index)
  const value = code < 128 ? VALUES[code]! : 255
  if (value === 255) throw new RangeError(`Not base64 at character ${index}.`)
  return value
}

/** Throws RangeError where the text is not base64. */
export const decodeBase64 = (text: string): Uint8Array => {
  if (text.length % 4 !== 0) throw new RangeError('Not base64: the length is not a multiple of four.')
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  const digits = text.length - padding
  for (let from = 0, to = 0; from < digits; from += 4) {
    const third = from + 2 < digits ? valueAt(text, from + 2) : 0
    const fourth = from + 3 < digits ? valueAt(text, from + 3) : 0
    const group = (valueAt(text, from) << 18) | (valueAt(text, from + 1) << 12) | (third << 6) | fourth
    bytes[to++] = group >> 16
    if (to < bytes.length) bytes[to++] = group >> 8
    if (to < bytes.length) bytes[to++] = group
  }
  return bytes
}

/** In slices, because an argument list has a limit. */
const latin1 = (characters: Uint8Array): string => {
  const parts: string[] = []
  for (let at = 0; at < characters.length; at += 8192) {
    parts.push(String.fromCharCode(...characters.subarray(at, at + 8192)))
  }
  return parts.join('')
}
