/** Text as one line that a terminal obeys in nothing: control characters and those that turn the reading order around are written out. */
export const printable = (text: string): string =>
  text.replace(/(?!\t)\p{Cc}|[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
