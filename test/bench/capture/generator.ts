/**
 * The measured command: prints about as many bytes as asked for as log lines, no faster than asked for (MB/s, 0 for as fast as it can), and writes its
 * own run time in ms to the file in $TIMES.
 */
import { writeFileSync, writeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const [bytes = 0, pace = 0] = process.argv.slice(2).map(Number)
const batchBytes = 64 * 1024

/** Lines that differ for longer than a compressor looks back; made before the clock starts, so that printing is what is measured. */
function makeLines(): Buffer {
  let text = ''
  for (let line = 0; text.length < 128 * batchBytes; line++) {
    const id = ((line * 2654435761) >>> 0).toString(16)
    text += `22:00:${line % 60}.${(line * 7919) % 1000} INFO deploy[${line}] pushing layer sha256:${id} to the registry, ${line % 100}% done\n`
  }
  return Buffer.from(text)
}

const lines = makeLines()
const batchAt = (offset: number) => lines.subarray(offset % lines.length, (offset % lines.length) + batchBytes)

const began = performance.now()
for (let written = 0; written < bytes; ) {
  written += writeSync(1, batchAt(written))
  const aheadMs = pace > 0 ? written / (pace * 1000) - (performance.now() - began) : 0
  if (aheadMs > 1) await pause(aheadMs)
}
if (process.env.TIMES) writeFileSync(process.env.TIMES, String(performance.now() - began))
