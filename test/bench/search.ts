/** The figure of DESIGN §13 about search: 1 GB of stored output, two threads, beside `zstdgrep` over the same bytes. BENCH_SEARCH_MB makes it smaller. */
import { execFile, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openDatabase } from '../../main/event-store/database.ts'
import { createChunkWriter } from '../../main/event-store/output/chunk-writer.ts'
import { countLineEnds } from '../../main/event-store/output/count-line-ends.ts'
import { createSearches } from '../../main/event-store/search/searches.ts'
import type { Searches } from '../../main/ports/search.ts'
import type { SearchQuery } from '../../shared/contract/search.ts'
import { attemptId } from '../../shared/ids.ts'
import type { BenchRow } from './row.ts'

const MEGABYTES = Number(process.env.BENCH_SEARCH_MB ?? 1000)
const CHUNK_BYTES = 1024 * 1024
const ROUNDS = 3
const GOAL = 0.9
const RARE = 'deadlock detected'
const WORDS =
  'connection pool request served upstream healthy migrating table orders replica lag checkpoint flushed cache warm retry backoff'.split(
    ' ',
  )
const LEVELS = ['INFO', 'DEBUG', 'WARN']

/** Lines as services print them, the same at every run. */
function createLog() {
  let state = 7
  let line = 0
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % below
  }
  const word = () => WORDS[next(WORDS.length)]
  return () => {
    const second = String(Math.floor(line / 500) % 60).padStart(2, '0')
    const what = ++line % 100_000 === 0 ? RARE : `${word()} ${word()} ${word()}`
    return `2026-11-28T22:14:${second}.${next(1000)}Z ${LEVELS[next(3)]} [worker-${next(32)}] ${what} id=${next(1e9).toString(16)} took=${next(500)}ms\n`
  }
}

function* chunks(bytes: number): Iterable<Buffer> {
  const log = createLog()
  for (let made = 0; made < bytes; made += CHUNK_BYTES) {
    let text = ''
    while (text.length < CHUNK_BYTES) text += log()
    yield Buffer.from(text)
  }
}

/** The same bytes as stored output and as a .zst file of the same level. */
function fill(file: string, plainFile: string): void {
  const db = openDatabase(file)
  db.pragma('synchronous = OFF')
  const writer = createChunkWriter(db, Date.now)
  const target = openSync(plainFile, 'w')
  let at = writer.open(attemptId('a-bench'))
  for (const masked of chunks(MEGABYTES * 1e6)) {
    const rawBytes = at.rawBytes + masked.length
    at = writer.commit(at, undefined, { masked, lines: countLineEnds(masked), rawBytes, maskOpen: -1 }).state
    writeSync(target, masked)
  }
  closeSync(target)
  db.close()
}

type Measured = { totalMs: number; firstMs: number; found: number }

async function search(searches: Searches, change: Partial<SearchQuery>): Promise<Measured> {
  const query: SearchQuery = {
    ...{ releases: 'all', in: { entries: true, output: true }, text: RARE, mode: 'plain', matchCase: true },
    ...{ context: 0, watch: false },
    ...change,
  } as SearchQuery
  const beganMs = performance.now()
  const started = searches.start(query)
  if ('problem' in started) throw new Error(started.problem)
  let firstMs = Number.NaN
  for (let after = 0; ; ) {
    const page = await searches.next(started.job, after)
    if (!page || page.phase === 'ended') throw new Error(page?.problem ?? 'The search is gone.')
    after += page.hits.length
    if (after > 0 && Number.isNaN(firstMs)) firstMs = performance.now() - beganMs
    if (page.hits.length > 0 || page.phase !== 'done') continue
    searches.cancel(started.job)
    return { totalMs: performance.now() - beganMs, firstMs, found: after }
  }
}

async function grep(args: string[], file: string): Promise<number> {
  const beganMs = performance.now()
  await promisify(execFile)('zstdgrep', [...args, file], { maxBuffer: 1e9 })
  return performance.now() - beganMs
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** In turns, so that whatever else the machine does is shared. */
async function compare(
  searches: Searches,
  zst: string,
  what: string,
  change: Partial<SearchQuery>,
  args: string[],
  goal?: number,
) {
  const rounds: { own: Measured; grepMs: number }[] = []
  for (let round = 0; round < ROUNDS; round++)
    rounds.push({ own: await search(searches, change), grepMs: await grep(args, zst) })
  const ratio = median(rounds.map(({ own, grepMs }) => own.totalMs / grepMs))
  const ownMs = median(rounds.map(({ own }) => own.totalMs))
  const firstMs = median(rounds.map(({ own }) => own.firstMs))
  const grepMs = median(rounds.map((each) => each.grepMs))
  return {
    what: `search ${MEGABYTES} MB of stored output, ${what} ÷ zstdgrep`,
    figure: ratio.toFixed(2),
    goal: goal === undefined ? '' : `≤ ${goal}`,
    reached: goal === undefined ? true : ratio <= goal,
    detail: `${ownMs.toFixed(0)} ms ÷ ${grepMs.toFixed(0)} ms, first result after ${firstMs.toFixed(0)} ms, ${rounds[0]?.own.found} found`,
  } satisfies BenchRow
}

export async function benchSearch(): Promise<BenchRow[]> {
  const what = 'search 1 GB of stored output, plain ÷ zstdgrep'
  if (spawnSync('sh', ['-c', 'command -v zstdgrep']).status !== 0)
    return [{ what, figure: 'not tested', goal: `≤ ${GOAL}`, reached: null, detail: 'zstdgrep is not installed' }]
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-bench-search-'))
  const file = join(folder, 'ledger.db')
  const plain = join(folder, 'output.log')
  const delay = monitorEventLoopDelay({ resolution: 5 })
  const searches = createSearches({ databaseFile: file })
  try {
    // In a process of its own, so that the memory measured here is the search's.
    spawnSync(process.execPath, [fileURLToPath(import.meta.url), file, plain], { stdio: 'inherit' })
    spawnSync('zstd', ['-q', '-1', '--rm', plain])
    const zst = `${plain}.zst`
    await search(searches, {})
    await grep([RARE], zst)
    const beforeMb = process.memoryUsage.rss() / 1e6
    let peakMb = 0
    const timer = setInterval(() => {
      peakMb = Math.max(peakMb, process.memoryUsage.rss() / 1e6)
    }, 20)
    const rows = [await compare(searches, zst, 'plain', {}, [RARE], GOAL)]
    delay.enable()
    rows.push(
      await compare(searches, zst, 'without regard to case', { text: 'Deadlock Detected', matchCase: false }, [
        '-i',
        'Deadlock Detected',
      ]),
    )
    rows.push(
      await compare(searches, zst, 'expression', { text: 'dead(lock|line) .*took=\\d+', mode: 'regex' }, [
        '-E',
        'dead(lock|line) .*took=[0-9]+',
      ]),
    )
    delay.disable()
    clearInterval(timer)
    const longestMs = delay.percentile(99) / 1e6
    rows.push({
      what: 'memory of the process while it searches, two threads',
      figure: `${peakMb.toFixed(0)} MB`,
      goal: '',
      reached: true,
      detail: `${beforeMb.toFixed(0)} MB after the first search; its event loop at most ${longestMs.toFixed(0)} ms late in 99 of 100 looks`,
    })
    return rows
  } finally {
    await searches.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const [file = '', plainFile = ''] = process.argv.slice(2)
  fill(file, plainFile)
}
