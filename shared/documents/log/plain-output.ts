/** A line a command printed, as text without anything a terminal or a reader's program would obey. */

const ESC = '\u001b'
const BEL = '\u0007'
/** Operating system commands, then CSI, then every other escape. ECMA-48. */
const ESCAPES = new RegExp(
  `${ESC}[\\]PX^_][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\|$)|${ESC}\\[[0-?]*[ -/]*[@-~]|${ESC}[ -/]*[0-~]?`,
  'g',
)
const HIDDEN = /[^\P{Cc}\t]|[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** Text that goes on as one line elsewhere: colours and cursor movements leave nothing of themselves behind. */
export const withoutEscapes = (text: string): string => (text.includes(ESC) ? text.replace(ESCAPES, '') : text)

/** Of what was written over itself (`\r`) the last writing stays, as on a screen. */
export function plainOutputLine(line: string): string {
  const last = line.includes('\r') ? (line.split('\r').findLast((part) => part !== '') ?? '') : line
  return withoutEscapes(last).replace(HIDDEN, '')
}
