/** What a replay needs of a bundle that was verified: its entries as a file, its output and samples in a database. Nothing else is unpacked. */
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { OutputTime, Sample } from '../../../shared/contract/results.ts'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import { attemptId, releaseId } from '../../../shared/ids.ts'
import {
  BUNDLE_FILES,
  type BundleFile,
  type BundleManifest,
  parseManifest,
} from '../../../shared/ledger/bundle-format.ts'
import { createReplayStore, type ReplayStore } from '../../event-store/replay-store.ts'
import { type BundleReader, openBundle } from '../../export/bundle/bundle-reader.ts'

export type UnpackedBundle = { manifest: BundleManifest; ledgerFile: string; store: ReplayStore }

async function textOf(bundle: BundleReader, path: string): Promise<string> {
  const blocks: Buffer[] = []
  for await (const block of bundle.open(path)) blocks.push(block)
  return Buffer.concat(blocks).toString('utf8')
}

/** Who made the bundle vouches for it, and may be anybody: what is no row is left out. */
function rowsOf<T>(text: string, isRow: (row: unknown[]) => boolean): T[] {
  return text.split('\n').flatMap((line) => {
    const row = line.split('\t').map(cellOf)
    return isRow(row) ? [row as T] : []
  })
}

function cellOf(cell: string): unknown {
  try {
    return JSON.parse(cell) as unknown
  } catch {
    return undefined
  }
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0

const isTime = (row: unknown[]): boolean => row.length === 3 && row.every(isCount)

const isSample = ([atMs, value, count, ...more]: unknown[]): boolean =>
  isCount(atMs) && (value === null || typeof value === 'number') && isCount(count) && more.length === 0

/** Times that are listed twice would be one after the other; output and samples no manifest lists twice. */
function findDouble({ files }: BundleManifest): string | undefined {
  const attempts = files.flatMap(({ timesOf }) => (timesOf === undefined ? [] : [timesOf]))
  return attempts.find((attempt, at) => attempts.indexOf(attempt) !== at)
}

async function takeFile(bundle: BundleReader, store: ReplayStore, release: string, file: BundleFile): Promise<void> {
  const { path, attempt, timesOf, series } = file
  if (attempt !== undefined) await store.addOutput(attemptId(attempt), bundle.open(path))
  if (timesOf !== undefined) store.addTimes(attemptId(timesOf), rowsOf<OutputTime>(await textOf(bundle, path), isTime))
  if (series) {
    const samples = rowsOf<Sample>(await textOf(bundle, path), isSample)
    store.addSamples({ release: releaseId(release), ...series }, samples)
  }
}

/** How many bytes of it are unpacked. */
export const neededBytes = (bundle: BundleReader): number =>
  [...bundle.sizes].reduce(
    (sum, [path, bytes]) => (/^(?:ledger\.jsonl$|outputs\/|samples\/)/.test(path) ? sum + bytes : sum),
    0,
  )

/** `file` verified just now, and nobody else writes it. Throws what the disk throws, and the signal's reason. */
export async function unpackBundle(file: string, folder: string, signal: AbortSignal): Promise<UnpackedBundle> {
  const bundle = await openBundle(file)
  const store = createReplayStore(join(folder, 'replay.db'))
  try {
    const manifest = parseManifest(await textOf(bundle, BUNDLE_FILES.manifest))!
    const double = findDouble(manifest)
    if (double)
      throw wireFailure('bundle-failed', `It lists the times of ${double} twice: nobody can say which counts.`)
    const ledgerFile = join(folder, 'ledger.jsonl')
    await pipeline(bundle.open(BUNDLE_FILES.ledger), createWriteStream(ledgerFile, { mode: 0o600 }), { signal })
    for (const each of manifest.files) {
      signal.throwIfAborted()
      await takeFile(bundle, store, manifest.release, each)
    }
    return { manifest, ledgerFile, store }
  } catch (error) {
    store.close()
    throw error
  } finally {
    bundle.close()
  }
}
