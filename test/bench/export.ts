/** Exports of a million entries (DESIGN §13): JSONL against `sqlite3 -json` on the same table, and what the others take; each in a process of its own. */
import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WrittenOne } from './export/write-one.ts'
import { ENTRIES, median, millionLedger, RELEASE } from './ledger.ts'
import type { BenchRow } from './row.ts'

const WRITER = fileURLToPath(new URL('export/write-one.ts', import.meta.url))

function sqliteJson(file: string, target: string): number | undefined {
  const startMs = performance.now()
  const out = openSync(target, 'w')
  const query = 'SELECT id, envelope, hash, salt, payload FROM entries'
  const { status } = spawnSync('sqlite3', ['-json', file, query], { stdio: ['ignore', out, 'ignore'] })
  closeSync(out)
  return status === 0 ? performance.now() - startMs : undefined
}

function writeOne(format: string, file: string, target: string): WrittenOne {
  const told = execFileSync(process.execPath, [WRITER, format, file, RELEASE, target], { encoding: 'utf8' })
  rmSync(target)
  return JSON.parse(told) as WrittenOne
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`
const memoryWords = (written: readonly WrittenOne[]) =>
  `at most ${megabytes(Math.max(...written.map(({ peakBytes }) => peakBytes)))} of memory, ${megabytes(Math.max(...written.map(({ startBytes }) => startBytes)))} before`

/** Both sides in turns, in one run, so that a busy machine slows both. */
function benchJsonl(folder: string, file: string): BenchRow {
  const row = { what: 'export one million entries as JSONL ÷ sqlite3 -json on the same table', goal: '≤ 1.0' }
  const ours: WrittenOne[] = []
  const theirs: number[] = []
  for (let round = 0; round < 3; round++) {
    const json = sqliteJson(file, join(folder, 'table.json'))
    if (json !== undefined) theirs.push(json)
    ours.push(writeOne('jsonl', file, join(folder, 'export.jsonl')))
  }
  const oursMs = median(ours.map(({ ms }) => ms))
  if (theirs.length === 0)
    return { ...row, figure: 'not tested', reached: null, detail: `sqlite3 is not here; ours ${seconds(oursMs)}` }
  const ratio = oursMs / median(theirs)
  const detail = `${seconds(oursMs)} (synced) against ${seconds(median(theirs))}, medians of 3; ${memoryWords(ours)}`
  return { ...row, figure: ratio.toFixed(2), reached: ratio <= 1, detail }
}

function benchOther(format: 'csv' | 'md' | 'excerpt', what: string, folder: string, file: string): BenchRow {
  const written = writeOne(format, file, join(folder, `export.${format}`))
  const detail = `${seconds(written.ms)}, ${megabytes(written.bytes)}; ${memoryWords([written])}`
  const figure = `${Math.round((ENTRIES / written.ms) * 1000)} entries/s`
  return { what, figure, goal: '', reached: null, detail }
}

export async function benchExport(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-bench-'))
  try {
    const file = millionLedger(folder)
    return [
      benchJsonl(folder, file),
      benchOther('csv', 'one million entries as CSV', folder, file),
      benchOther('md', 'one million entries as Markdown', folder, file),
      benchOther('excerpt', 'one million entries as an excerpt of JSONL', folder, file),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) for (const row of await benchExport()) console.log(JSON.stringify(row))
