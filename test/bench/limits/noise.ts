/** Prints what a terminal would choke on: `noise.ts KIND BYTES`, or `noise.ts lines|stamped COUNT PER_SECOND` (0 for as fast as it goes). */
import { writeSync } from 'node:fs'

const [kind = 'line', amount = '0', pace = '0'] = process.argv.slice(2)
const PIECE = 64 * 1024

const repeated = (text: string) => Buffer.from(text.repeat(Math.ceil(PIECE / text.length)).slice(0, PIECE))

const ESCAPES =
  '\u001b[38;2;250;10;99mred\u001b[0m\u001b]0;a title\u0007\u001b[2J\u001b[H\u001b[?1049h\u001b[999999999b\u001b[1;31;' +
  '\u001b]8;;http://example.com\u001b\\link\u001b]8;;\u001b\\\u001bP+q544e\u001b\\\u001b[99999;99999H\n'

const PIECES: Record<string, Buffer> = {
  line: repeated('0123456789abcdef'),
  invalid: Buffer.from(Array.from({ length: PIECE }, (_, i) => (i * i * 31 + (i >> 3)) & 255)),
  escapes: repeated(ESCAPES),
  returns: repeated('downloading 12,345,678 of 99,999,999 bytes [====>      ] 42 %\r'),
}

function write(bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at)
}

function printBytes(piece: Buffer): void {
  for (let left = Number(amount); left > 0; left -= piece.length) write(piece.subarray(0, left))
  write(Buffer.from('\n'))
}

/** Stamped lines begin with the time they were written at, in milliseconds. */
const lineOf = (index: number) =>
  `${kind === 'stamped' ? Date.now() : String(index).padStart(9, '0')} deployed pod web-${index % 97} of 97, ready in 1.2 s\n`

async function printLines(): Promise<void> {
  const perSecond = Number(pace)
  const began = performance.now()
  for (let done = 0; done < Number(amount); ) {
    const due = perSecond === 0 ? done + 1000 : Math.ceil(((performance.now() - began) / 1000) * perSecond)
    const to = Math.min(Number(amount), due)
    write(Buffer.from(Array.from({ length: to - done }, (_, index) => lineOf(done + index)).join('')))
    done = to
    if (perSecond > 0) await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const piece = PIECES[kind]
if (piece) printBytes(piece)
else await printLines()
