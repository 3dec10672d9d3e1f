import { NeedleScanner } from './needle-scanner.ts'
import { needlesFor } from './needles.ts'

/** Every place in the output where a leaked text stands, as itself or encoded, as byte ranges in order; touching ones are one. */
export function findText(chunks: Iterable<Uint8Array>, leaked: string): [from: number, to: number][] {
  const needles = needlesFor([leaked])
  const scanner = new NeedleScanner(needles)
  const longest = Math.max(...needles.map((needle) => needle.length))
  const found: [number, number][] = []
  const add = (from: number, to: number) => {
    const last = found.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else found.push([from, to])
  }
  let kept = Buffer.alloc(0)
  let offset = 0
  for (const chunk of chunks) {
    const bytes = Buffer.concat([kept, chunk])
    const { starts, ends } = scanner.find(bytes)
    starts.forEach((start, index) => {
      add(offset + start, offset + (ends[index] ?? start))
    })
    kept = Buffer.from(bytes.subarray(Math.max(0, bytes.length - longest + 1)))
    offset += bytes.length - kept.length
  }
  return found
}
