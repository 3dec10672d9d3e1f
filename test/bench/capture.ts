/** Figures of DESIGN §13 about capturing output: what it costs the command, and how soon all of it is stored. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BenchRow } from './row.ts'

const file = (name: string) => fileURLToPath(new URL(`./capture/${name}`, import.meta.url))
const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
const command = (bytes: number, pace = 0) =>
  `${quote(process.execPath)} ${quote(file('generator.ts'))} ${bytes} ${pace}`

type Captured = {
  exitCode: number
  settledMs: number
  storedMs: number
  rawBytes: number
  behindMs: number
  lastLine: string
  peakMb: number
  growthMb: number
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** A fresh directory for each measurement; the command leaves its own run time in it. */
function measured<T>(work: (directory: string, env: NodeJS.ProcessEnv) => T): T & { ownMs: number } {
  const directory = mkdtempSync(join(tmpdir(), 'cockpit-bench-'))
  const times = join(directory, 'times')
  try {
    const result = work(directory, { ...process.env, TIMES: times })
    return { ...result, ownMs: Number(readFileSync(times, 'utf8')) }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Runs a line of shell to its end. */
const inShell = (line: string) =>
  measured((directory, env) => {
    const began = performance.now()
    const { status, stderr } = spawnSync('sh', ['-c', line], { cwd: directory, env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`${line} ended with ${status}: ${stderr}`)
    return { totalMs: performance.now() - began }
  })

const inCockpit = (script: string, secrets: string[] = []) =>
  measured((directory, env): Captured => {
    mkdirSync(join(directory, 'cockpit'))
    const args = [file('cockpit.ts'), join(directory, 'cockpit'), script, JSON.stringify(secrets)]
    const { stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' })
    if (stdout === '') throw new Error(`The measured cockpit failed: ${stderr}`)
    const captured: Captured = JSON.parse(stdout)
    if (captured.exitCode !== 0) throw new Error(`The measured command ended with ${captured.exitCode}.`)
    return captured
  })

const isInstalled = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0

const row = (
  what: string,
  value: number,
  unit: string,
  goal: [sign: '≤' | '≥', limit: number],
  detail?: string,
): BenchRow => {
  const digits = unit === '' ? 2 : 0
  const reached = goal[0] === '≤' ? value <= goal[1] : value >= goal[1]
  const shown = { what, figure: `${value.toFixed(digits)}${unit}`, goal: `${goal[0]} ${goal[1]}${unit}`, reached }
  return detail ? { ...shown, detail } : shown
}

const notTested = (what: string, goal: string, detail: string): BenchRow => ({
  what,
  figure: 'not tested',
  goal,
  reached: null,
  detail,
})

/** The same command recorded by another tool, as a ratio of times. */
function against(tool: string, line: string, name: string, cmd: string): BenchRow {
  const what = `${name} printed: until stored ÷ ${tool}`
  if (!isInstalled(tool)) return notTested(what, '≤ 0.25', `${tool} is not installed`)
  const { totalMs } = inShell(line)
  const { storedMs } = inCockpit(cmd)
  return row(what, storedMs / totalMs, '', ['≤', 0.25], `${storedMs.toFixed(0)} ms ÷ ${totalMs.toFixed(0)} ms`)
}

function benchSize(megabytes: number, rounds: number): BenchRow[] {
  const cmd = command(megabytes * 1e6)
  const name = megabytes >= 1000 ? `${megabytes / 1000} GB` : `${megabytes} MB`
  const all = Array.from({ length: rounds }, () => ({
    redirect: inShell(`${cmd} > redirected`),
    zstd: isInstalled('zstd') ? inShell(`${cmd} | zstd -q -1 > piped`) : undefined,
    cockpit: inCockpit(cmd),
  }))
  const own = median(all.map(({ cockpit, redirect }) => cockpit.ownMs / redirect.ownMs))
  const speed = median(all.map(({ cockpit }) => cockpit.rawBytes / 1000 / cockpit.storedMs))
  const storedMs = median(all.map(({ cockpit }) => cockpit.storedMs))
  const peak = Math.max(...all.map(({ cockpit }) => cockpit.peakMb))
  const growth = median(all.map(({ cockpit }) => cockpit.growthMb))
  const ownMs = median(all.map(({ redirect }) => redirect.ownMs)).toFixed(0)
  const zstd = all.flatMap(({ zstd, cockpit }) => (zstd ? [cockpit.storedMs / zstd.totalMs] : []))
  const toZstd = `${name} printed: until stored ÷ cmd | zstd -1`
  return [
    row(`${name} printed: own run time ÷ redirected to a file`, own, '', ['≤', 1.1], `redirected ${ownMs} ms`),
    row(
      `${name} printed: until stored, compressed, searchable`,
      speed,
      ' MB/s',
      ['≥', 100],
      `${storedMs.toFixed(0)} ms`,
    ),
    zstd.length > 0 ? row(toZstd, median(zstd), '', ['≤', 2.5]) : notTested(toZstd, '≤ 2.5', 'zstd is not installed'),
    row(
      `${name} printed: memory of the cockpit`,
      peak,
      ' MB',
      ['≤', 200],
      `grew ${growth.toFixed(0)} MB in the second half`,
    ),
    against('script', `script -qec ${quote(cmd)} typescript > /dev/null`, name, cmd),
    against('asciinema', `asciinema rec -q -c ${quote(cmd)} recorded > /dev/null`, name, cmd),
  ]
}

function benchMasked(megabytes: number, rounds: number): BenchRow {
  const secrets = [
    'a-deploy-token/0123+456789',
    `-----BEGIN KEY-----\n${'MIIEvQIBADANBgkq\n'.repeat(20)}-----END KEY-----`,
  ]
  const all = Array.from({ length: rounds }, () => inCockpit(command(megabytes * 1e6), secrets))
  const speed = median(all.map(({ rawBytes, storedMs }) => rawBytes / 1000 / storedMs))
  return row(`${megabytes} MB printed: until stored, with two secrets masked`, speed, ' MB/s', ['≥', 100])
}

function benchLag(megabytesPerSecond: number): BenchRow {
  const { behindMs } = inCockpit(command(megabytesPerSecond * 4e6, megabytesPerSecond))
  return row(
    `stored behind written, at ${megabytesPerSecond} MB/s`,
    behindMs,
    ' ms',
    ['≤', 1000],
    'the worst moment in 4 s',
  )
}

/** Medians of ratios within one round. 1 GB is measured when BENCH_FULL is 1. */
export async function benchCapture(): Promise<BenchRow[]> {
  const rows = [...benchSize(100, 5), benchMasked(100, 3), benchLag(50)]
  return process.env.BENCH_FULL === '1' ? [...rows, ...benchSize(1000, 3)] : rows
}
