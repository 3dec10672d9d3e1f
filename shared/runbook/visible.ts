/** Control characters but tab and newline, and those that turn the direction of writing round. */
const INVISIBLE = /[^\P{Cc}\t\n]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** What a file says, for a terminal: characters that a terminal obeys or that hide words are written out, ESC as `\u{1b}`. */
export const visible = (text: string): string =>
  text.replace(INVISIBLE, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`)
