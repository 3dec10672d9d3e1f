/** Bundles somebody replays: a private copy of each, gone when it is closed, when nobody asked for half a day, and with the process. */
import { constants, rmSync } from 'node:fs'
import { copyFile, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import { type ReleaseId, releaseId } from '../../../shared/ids.ts'
import type { ChainReport } from '../../../shared/ledger/verdict.ts'
import { openBundle } from '../../export/bundle/bundle-reader.ts'
import { scratchFolder } from '../scratch-folder.ts'
import { type VerifyFileOptions, verifyFile } from '../verify.ts'
import { type EntriesFile, openEntriesFile } from './entries-file.ts'
import { neededBytes, type UnpackedBundle, unpackBundle } from './unpack-bundle.ts'

export type OpenBundle = {
  release: ReleaseId
  entries: EntriesFile
  touchedMs: number
} & Pick<UnpackedBundle, 'manifest' | 'store'> & { close(): void }

const FORGOTTEN_MS = 12 * 3_600_000
const MOST_OPEN = 8
/** Room that is left to everybody else on that disk. */
const LEFT_BYTES = 256 * 1024 * 1024

const open = new Map<string, OpenBundle>()

export function closeBundle(id: string): boolean {
  const found = open.get(id)
  open.delete(id)
  found?.close()
  return found !== undefined
}

const closeAll = () => [...open.keys()].forEach(closeBundle)

function makeRoom(nowMs: number): void {
  for (const [id, { touchedMs }] of open) if (nowMs - touchedMs > FORGOTTEN_MS) closeBundle(id)
  if (open.size >= MOST_OPEN)
    throw wireFailure('bundle-failed', 'Eight bundles are being replayed already: close a replay first.')
}

/** Throws a sentence when what is unpacked would fill the disk. */
async function checkRoom(file: string, folder: string): Promise<void> {
  const bundle = await openBundle(file)
  const needed = neededBytes(bundle)
  bundle.close()
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize - needed < LEFT_BYTES)
    throw wireFailure(
      'bundle-failed',
      `Replaying it needs ${Math.ceil(needed / 1e6)} MB of room in ${tmpdir()}, which is not there: free some, or set TMPDIR to a larger disk.`,
    )
}

/** What is open stays readable without a name, and a cockpit that is killed leaves nothing. Where a system does not let it, it is removed when it is closed. */
function forgetNames(remove: () => void): void {
  try {
    remove()
  } catch {
    // Open files keep their names on Windows.
  }
}

export type OpenedBundle = { report: ChainReport; kind: string; id?: string }

/** Verifies a copy that nobody else can change, and keeps it open under `id` when it verified. */
export async function openBundleAs(
  id: string,
  file: string,
  nowMs: number,
  options: VerifyFileOptions & { signal: AbortSignal },
): Promise<OpenedBundle> {
  makeRoom(nowMs)
  const folder = scratchFolder('replay')
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const copy = join(folder, 'bundle.zip')
    await copyFile(file, copy, constants.COPYFILE_FICLONE)
    const { kind, chains } = await verifyFile(copy, options)
    const report = { ...chains[0]!, reason: chains[0]!.reason.replaceAll(copy, 'The file') }
    if (kind !== 'bundle' || !report.verdict.startsWith('VALID')) {
      remove()
      return { kind, report }
    }
    await checkRoom(copy, folder)
    const { manifest, store, ledgerFile } = await unpackBundle(copy, folder, options.signal)
    rmSync(copy)
    const release = releaseId(manifest.release)
    const entries = openEntriesFile(ledgerFile, release)
    const close = () => {
      store.close()
      entries.close()
      remove()
    }
    forgetNames(remove)
    if (open.size === 0) process.off('exit', closeAll).once('exit', closeAll)
    open.set(id, { release, entries, manifest, store, touchedMs: nowMs, close })
    return { kind, report, id }
  } catch (error) {
    remove()
    throw error
  }
}

/** Throws a `WireFailure` for one that is not open (any more). */
export function bundleNamed(id: string, nowMs: number): OpenBundle {
  const found = open.get(id)
  if (!found)
    throw wireFailure('unknown-bundle', 'This bundle is not open in the cockpit any more: open the file again.')
  found.touchedMs = nowMs
  return found
}
