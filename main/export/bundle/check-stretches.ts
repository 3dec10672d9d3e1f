/** Output and samples of a bundle against the digests of them that are in the chain. */
import { createHash } from 'node:crypto'
import type { BundleManifest } from '../../../shared/ledger/bundle-format.ts'
import { LineCutter } from '../read-lines.ts'
import type { BundleReader } from './bundle-reader.ts'
import type { BundleFault } from './verify-bundle.ts'
import type { VouchedOutput, VouchedSamples } from './vouched.ts'

const missing = (seq: number, what: string): BundleFault => ({
  verdict: 'GAP',
  firstBadSeq: seq,
  reason: `Entry ${seq} vouches for ${what}, which is not in the bundle.`,
})

const differs = (seq: number, what: string, expected: string, found: string | undefined): BundleFault => ({
  verdict: 'INVALID',
  firstBadSeq: seq,
  reason: `Entry ${seq} vouches for ${what}, but what is stored is something else.`,
  compare: [{ what: `SHA-256 of ${what}`, expected, found: found ?? 'not so many bytes' }],
})

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

/** The digests of stretches that follow one another in a file. */
async function stretchDigests(blocks: AsyncIterable<Buffer>, stretches: readonly VouchedOutput[]) {
  const hashes = stretches.map(() => createHash('sha256'))
  let offset = 0
  for await (const block of blocks) {
    stretches.forEach(({ fromByte, toByte }, index) => {
      const from = Math.max(fromByte, offset)
      const to = Math.min(toByte, offset + block.length)
      if (from < to) hashes[index]!.update(block.subarray(from - offset, to - offset))
    })
    offset += block.length
  }
  return stretches.map(({ toByte }, index) => (toByte > offset ? undefined : hashes[index]!.digest('hex')))
}

const first = (faults: readonly (BundleFault | undefined)[]): BundleFault | undefined =>
  faults.filter((each) => each !== undefined).toSorted((a, b) => a.firstBadSeq! - b.firstBadSeq!)[0]

export async function checkOutput(bundle: BundleReader, { files }: BundleManifest, vouched: readonly VouchedOutput[]) {
  const paths = new Map(files.flatMap(({ path, attempt }) => (attempt === undefined ? [] : [[attempt, path] as const])))
  const faults: (BundleFault | undefined)[] = []
  for (const [attempt, stretches] of grouped(vouched, (each) => each.attempt)) {
    const path = paths.get(attempt)
    const found = path === undefined ? undefined : await stretchDigests(bundle.open(path), stretches)
    stretches.forEach(({ seq, fromByte, toByte, digest }, index) => {
      const what = `bytes ${fromByte} to ${toByte} of the output of attempt ${attempt}`
      if (!found) faults.push(missing(seq, what))
      else if (found[index] !== digest) faults.push(differs(seq, what, digest, found[index]))
    })
  }
  return first(faults)
}

type Series = { environment: string; metric: string }
const seriesKey = ({ environment, metric }: Series) => JSON.stringify([environment, metric])

/** Segments follow one another without a hole, each of so many lines. */
async function segmentDigests(blocks: AsyncIterable<Buffer>, segments: readonly VouchedSamples[]) {
  const cutter = new LineCutter()
  const digests: string[] = []
  let hash = createHash('sha256')
  let lines = 0
  for await (const block of blocks)
    for (const line of cutter.push(block)) {
      if (digests.length === segments.length) return digests
      hash.update(line.bytes).update('\n')
      if (++lines < segments[digests.length]!.count) continue
      digests.push(hash.digest('hex'))
      hash = createHash('sha256')
      lines = 0
    }
  return digests
}

export async function checkSamples(
  bundle: BundleReader,
  { files }: BundleManifest,
  vouched: readonly VouchedSamples[],
) {
  const paths = new Map(files.flatMap(({ path, series }) => (series ? [[seriesKey(series), path] as const] : [])))
  const faults: (BundleFault | undefined)[] = []
  for (const [key, segments] of grouped(vouched, seriesKey)) {
    const path = paths.get(key)
    const found = path === undefined ? undefined : await segmentDigests(bundle.open(path), segments)
    segments.forEach(({ seq, environment, metric, count, digest }, index) => {
      const what = `${count} samples of ${metric} in ${environment}`
      if (!found) faults.push(missing(seq, what))
      else if (found[index] !== digest) faults.push(differs(seq, what, digest, found[index]))
    })
  }
  return first(faults)
}
