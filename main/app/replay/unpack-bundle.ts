/** What a replay needs of a bundle that was verified: its entries as a file, its output and samples in a database. Nothing else is unpacked. */
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { OutputTime, Sample } from '../../../shared/contract/results.ts'
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

const rowsOf = (text: string): unknown[][] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t').map((cell) => JSON.parse(cell) as unknown))

const isTime = (row: unknown[]): row is OutputTime => row.length === 3 && row.every(Number.isSafeInteger)

const isSample = ([atMs, value, count]: unknown[]): boolean =>
  typeof atMs === 'number' && (value === null || typeof value === 'number') && typeof count === 'number'

async function takeFile(bundle: BundleReader, store: ReplayStore, release: string, file: BundleFile): Promise<void> {
  const { path, attempt, timesOf, series } = file
  if (attempt !== undefined) await store.addOutput(attemptId(attempt), bundle.open(path))
  if (timesOf !== undefined) store.addTimes(attemptId(timesOf), rowsOf(await textOf(bundle, path)).filter(isTime))
  if (series) {
    const samples = rowsOf(await textOf(bundle, path)).filter(isSample) as Sample[]
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
