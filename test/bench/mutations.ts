/**
 * Mutated bundles (DESIGN §13): every one must be caught, and no clean one. `cockpit verify` looks at all of them in their zip; a sample is unpacked and held
 * against both standalone verifiers. BENCH_FULL=1 is the whole count; otherwise a tenth.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { verifyFile } from '../../main/app/verify.ts'
import { openBundle } from '../../main/export/bundle/bundle-reader.ts'
import { verifyBundle } from '../../resources/verify.mjs'
import { PythonAuditor } from '../support/python-auditor.ts'
import { smallBundle } from '../support/small-bundle.ts'
import { zipOf } from '../support/zip-of.ts'
import { type Files, mutate } from './mutations/mutate.ts'
import type { BenchRow } from './row.ts'

const isFull = process.env.BENCH_FULL === '1'
const MUTATED = isFull ? 10_000 : 1000
const CLEAN = isFull ? 1000 : 100
/** One in so many is also unpacked and verified by the other two. */
const SAMPLE_EVERY = 25

async function filesOf(bundle: string): Promise<Files> {
  const reader = await openBundle(bundle)
  const files: Files = new Map()
  for (const path of reader.sizes.keys()) {
    const blocks: Buffer[] = []
    for await (const block of reader.open(path)) blocks.push(block)
    files.set(path, Buffer.concat(blocks))
  }
  reader.close()
  return files
}

function unpack(files: Files, folder: string): void {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
}

type Answer = { verdict: string; firstBadSeq: number | null }
const words = ({ verdict, firstBadSeq }: Answer) => `${verdict} ${firstBadSeq}`

class Jury {
  private readonly folder: string
  private readonly python = new PythonAuditor()
  sampled = 0
  disagreements: string[] = []

  constructor(folder: string) {
    this.folder = folder
  }

  async verdict(files: Files, isSampled: boolean): Promise<string> {
    const zip = join(this.folder, 'one.zip')
    await zipOf(files, zip)
    const ours = (await verifyFile(zip)).chains[0]!
    if (isSampled) await this.holdAgainst(files, ours)
    return ours.verdict
  }

  private async holdAgainst(files: Files, ours: Answer): Promise<void> {
    const folder = join(this.folder, 'unpacked')
    unpack(files, folder)
    const others = [verifyBundle(folder, {}), await this.python.verify(folder)] as Answer[]
    rmSync(folder, { recursive: true })
    this.sampled++
    const all = [ours, ...others].map(words)
    if (new Set(all).size > 1) this.disagreements.push(all.join(' | '))
  }

  close = () => this.python.close()
}

async function benchMutated(files: Files, jury: Jury): Promise<BenchRow> {
  const missed: string[] = []
  const kinds = new Map<string, number>()
  for (let index = 0; index < MUTATED; index++) {
    const { kind, mutated, where } = mutate(files, index)
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    const verdict = await jury.verdict(mutated, index % SAMPLE_EVERY === 0)
    if (verdict.startsWith('VALID')) missed.push(`${kind} ${where}`)
  }
  const counts = [...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ')
  const agreed = jury.disagreements.length === 0
  return {
    what: `mutated bundles, ${MUTATED.toLocaleString('en')}`,
    figure: `${(MUTATED - missed.length).toLocaleString('en')} caught`,
    goal: 'all caught',
    reached: missed.length === 0 && agreed,
    detail: `${counts}; ${jury.sampled} also by verify.mjs and verify.py, ${agreed ? 'the same answers' : `NOT the same: ${jury.disagreements.slice(0, 3).join('; ')}`}${missed.length > 0 ? `; missed: ${missed.slice(0, 5).join('; ')}` : ''}`,
  }
}

async function benchClean(folder: string, jury: Jury): Promise<BenchRow> {
  let alarms = 0
  for (let index = 0; index < CLEAN; index++) {
    const { file } = await smallBundle(folder, `clean-${index}`, `Bundle ${index}, “${'ä'.repeat(index % 50)}”`)
    const isSampled = index % SAMPLE_EVERY === 0
    const verdict = isSampled ? await jury.verdict(await filesOf(file), true) : (await verifyFile(file)).verdict
    if (!verdict.startsWith('VALID')) alarms++
    for (const ending of ['zip', 'db', 'db-wal', 'db-shm', 'db.key', 'db-owner'])
      rmSync(join(folder, `clean-${index}.${ending}`), { force: true })
  }
  return {
    what: `clean bundles, ${CLEAN.toLocaleString('en')}`,
    figure: `${alarms} false alarms`,
    goal: '0 false alarms',
    reached: alarms === 0 && jury.disagreements.length === 0,
  }
}

export async function benchMutations(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-bench-'))
  const jury = new Jury(folder)
  try {
    const files = await filesOf((await smallBundle(folder, 'original')).file)
    return [await benchMutated(files, jury), await benchClean(folder, jury)]
  } finally {
    await jury.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  for (const row of await benchMutations()) console.log(JSON.stringify(row))
  process.exit()
}
