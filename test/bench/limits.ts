/** Limits of output (DESIGN §13): nothing lost, memory flat, deck usable. `BENCH_FULL=1` adds 1 GB and ten minutes of 10,000 lines a second. */

import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright-core'
import { chromiumFlags, findChromium } from '../support/chromium.ts'
import { type Started, startCockpit } from '../support/cockpit-command.ts'
import { until } from '../support/until.ts'
import { type DeckFigures, watchDeck } from './limits/watch-deck.ts'
import type { BenchRow } from './row.ts'

const NOISE = fileURLToPath(new URL('./limits/noise.ts', import.meta.url))
const FULL = process.env.BENCH_FULL === '1'
const MB = 1e6

type Flood = { name: string; what: string; args: string[] }

const LINES_PER_SECOND = 10_000
const lines = (seconds: number): Flood => ({
  name: 'lines',
  what: `10,000 lines/s for ${seconds >= 60 ? `${seconds / 60} min` : `${seconds} s`}`,
  args: ['lines', String(LINES_PER_SECOND * seconds), String(LINES_PER_SECOND)],
})

const FLOODS: Flood[] = [
  { name: 'line', what: 'one line of 100 MB', args: ['line', String(100 * MB)] },
  { name: 'invalid', what: '100 MB that are no text', args: ['invalid', String(100 * MB)] },
  { name: 'escapes', what: '100 MB of escape sequences', args: ['escapes', String(100 * MB)] },
  { name: 'returns', what: '100 MB of carriage returns', args: ['returns', String(100 * MB)] },
  ...(FULL ? [{ name: 'gigabyte', what: '1 GB', args: ['escapes', String(1000 * MB)] }] : []),
  lines(FULL ? 600 : 20),
]

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
const command = ({ args }: Flood) => [process.execPath, NOISE, ...args].map(quote).join(' ')

function writeFolder(folder: string): void {
  writeFileSync(
    join(folder, 'release.yaml'),
    'cockpit: 1\nrelease: { name: Limits, version: 1.0.0 }\nenvironments: { local: {} }\n',
  )
  const sections = FLOODS.map(
    (each) => `# ${each.name}\n\n\`\`\`sh {"name":"${each.name}"}\n${command(each)}\n\`\`\`\n`,
  )
  writeFileSync(join(folder, 'runbook.md'), `---\npace: auto\n---\n\n${sections.join('\n')}`)
}

async function digestOf(child: ChildProcess): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of child.stdout!) hash.update(bytes as Buffer)
  return hash.digest('hex')
}

const node = (args: string[]) => spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
const CLI = fileURLToPath(new URL('../../main/cli/index.ts', import.meta.url))

const residentMb = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

type Measured = { isWhole: boolean; peakMb: number; growthMb: number; deck: DeckFigures }

async function measure(flood: Flood, folder: string, host: Started, page: Page): Promise<Measured> {
  const db = join(folder, 'ledger.db')
  const memory: number[] = []
  const watch = setInterval(() => memory.push(residentMb(host.child.pid!)), 500)
  let isOver = false
  const how = ['--stage', flood.name, '--env', 'local', '--pace', 'auto', '--yes', '--wait']
  const run = spawn(process.execPath, [CLI, 'run', folder, '--db', db, ...how], { stdio: 'ignore' })
  const done = once(run, 'exit').then(([code]) => {
    isOver = true
    return code as number | null
  })
  const deck = await watchDeck(page, () => isOver)
  clearInterval(watch)
  const code = await done
  if (code !== 0) throw new Error(`${flood.name} ended with ${code}.`)
  const stored = await digestOf(node([CLI, 'output', 'limits-1.0.0', '--db', db, '--step', flood.name]))
  const [kind = '', amount = ''] = flood.args
  const printed = await digestOf(node([NOISE, kind, amount]))
  const settled = memory[Math.floor(memory.length / 4)] ?? 0
  return { isWhole: stored === printed, peakMb: Math.max(...memory), growthMb: (memory.at(-1) ?? 0) - settled, deck }
}

function rowsOf({ what }: Flood, { isWhole, peakMb, growthMb, deck }: Measured): BenchRow[] {
  const { framesPerSecond, worstFrameMs, reactionMs } = deck
  return [
    { what: `${what}: bytes lost`, figure: isWhole ? '0' : 'some', goal: '0', reached: isWhole },
    {
      what: `${what}: memory of the cockpit`,
      figure: `${Math.round(peakMb)} MB`,
      goal: '≤ 200 MB',
      reached: peakMb <= 200,
      detail: `${growthMb >= 0 ? '+' : ''}${growthMb.toFixed(0)} MB from the first quarter to the end, with the deck open`,
    },
    {
      what: `${what}: click in the deck → drawn, p95`,
      figure: `${Math.round(reactionMs)} ms`,
      goal: '< 100 ms',
      reached: reactionMs < 100,
      detail: `${framesPerSecond.toFixed(0)} frames per second, the longest ${Math.round(worstFrameMs)} ms`,
    },
  ]
}

export async function benchLimits(): Promise<BenchRow[]> {
  const root = mkdtempSync(join(tmpdir(), 'cockpit-limits-'))
  writeFolder(root)
  const host = startCockpit(['serve', '--db', join(root, 'ledger.db'), '--folder', root])
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags() })
  try {
    const url = await until(() => /http:\S+/.exec(host.stdout())?.[0], 'the address of the cockpit')
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(url)
    await page.getByRole('button', { name: /Start a run/ }).waitFor()
    const rows: BenchRow[] = []
    for (const flood of FLOODS) {
      const found = rowsOf(flood, await measure(flood, root, host, page))
      for (const { what, figure } of found) process.stderr.write(`  ${what}: ${figure}\n`)
      rows.push(...found)
    }
    return rows
  } finally {
    await browser.close()
    host.child.kill('SIGINT')
    await host.done
    rmSync(root, { recursive: true, force: true })
  }
}
