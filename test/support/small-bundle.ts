/** A bundle as the cockpit writes it, of a ledger made for it: few entries, output, samples, a document. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSnapshot } from '../../main/event-store/snapshot.ts'
import { type BundlePart, writeBundle } from '../../main/export/bundle/write-bundle.ts'
import { exportBlocks } from '../../main/export/export-jsonl.ts'
import { sampleLines } from '../../shared/analysis/sample-lines.ts'
import { parseAnchor } from '../../shared/ledger/anchor.ts'
import { add, checkpoint, entry, genesis, LEDGER_ID, note, openDemo, RELEASE } from '../main/event-store/demo-ledger.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

export const OUTPUT = 'deploying 2.4.0\nswitching\n'
const CUT = 16
const SAMPLES = sampleLines([
  [1000, 0.02, 120],
  [2000, null, 0],
  [3000, 0.31, 118],
])

const sealed = (fromByte: number, toByte: number) =>
  entry('output.sealed', {
    attemptId: 'a-1',
    fromByte,
    toByte,
    lines: 1,
    digest: sha256(OUTPUT.slice(fromByte, toByte)),
  })

const PARTS = (words: string): BundlePart[] =>
  [
    { path: 'README.txt', text: 'Read me.\n' },
    { path: 'documents/known-issues.md', text: `# Known issues\n\n${words}\n` },
    { path: 'outputs/0001-deploy-1.log', text: OUTPUT, attempt: 'a-1' },
    { path: 'samples/0001-p-error-rate.tsv', text: SAMPLES, series: { environment: 'p', metric: 'error-rate' } },
  ].map(({ text, ...part }) => ({ ...part, size: text.length, content: () => [text] }))

export type SmallBundle = { file: string; anchor: { size: number; head: string } }

/** `change` may lie about what is written after the chain vouched for it, as a forger with the key would. */
export async function smallBundle(
  folder: string,
  name: string,
  words = 'None.',
  change: (parts: BundlePart[]) => BundlePart[] = (parts) => parts,
): Promise<SmallBundle> {
  const ledger = join(folder, `${name}.db`)
  const store = openDemo(ledger)
  const samples = {
    environment: 'p',
    metric: 'error-rate',
    fromMs: 1000,
    toMs: 3000,
    count: 3,
    digest: sha256(SAMPLES),
  }
  add(store, [genesis(store), note(words), sealed(0, CUT)])
  checkpoint(store)
  add(store, [sealed(CUT, OUTPUT.length), entry('samples.sealed', samples), note('last')])
  const { signer } = store
  const { size, hash } = store.head(RELEASE)!
  store.close()
  const snapshot = openSnapshot(ledger)
  const log: BundlePart = {
    path: 'ledger.jsonl',
    size: 0,
    *content() {
      for (const { bytes } of exportBlocks(snapshot, RELEASE)) yield bytes
    },
  }
  const anchor = `${size}:${hash}`
  const file = join(folder, `${name}.zip`)
  const about = {
    release: RELEASE,
    ledgerId: LEDGER_ID,
    anchor,
    writtenAt: '2026-11-28T21:10:00.000Z',
    writtenBy: 'a test',
  }
  await writeBundle({ to: file, parts: change([...PARTS(words), log]), about, signer, mtime: new Date(0) })
  snapshot.close()
  return { file, anchor: parseAnchor(anchor)! }
}

/** The files of a bundle by path, as bytes. */
export const readParts = (folder: string, paths: readonly string[]): Map<string, Buffer> =>
  new Map(paths.map((path) => [path, readFileSync(join(folder, path))]))
