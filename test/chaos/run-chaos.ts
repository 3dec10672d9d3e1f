/** Runs a real release in cockpits that are killed again and again, and counts what got lost (DESIGN §13). */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { checkRun, type Toll } from './check-run.ts'
import type { Random } from './random.ts'

export type ChaosOptions = {
  random: Random
  /** Cockpits to kill at random moments. */
  kills: number
  /** Shims to kill. */
  shimKills: number
  /** Kill once at each of the first so many changes a cockpit makes to the files of attempts: the start of a step makes about thirty. */
  protocolPoints: number
  onProgress?: (line: string) => void
}

const STEPS_PER_RELEASE = 12

type Seen = {
  acknowledged: Map<number, string>
  shims: Map<string, number>
  unknown: Set<string>
  isOver: boolean
  conflicts: number
}

const nothingSeen = (): Seen => ({
  acknowledged: new Map(),
  shims: new Map(),
  unknown: new Set(),
  isOver: false,
  conflicts: 0,
})

function read(line: string, seen: Seen): void {
  const [what, key = '', value = ''] = line.split(' ')
  if (what === 'entry') {
    const before = seen.acknowledged.get(Number(key))
    if (before !== undefined && before !== value) seen.conflicts += 1
    seen.acknowledged.set(Number(key), value)
  }
  if (what === 'shim') seen.shims.set(key, Number(value))
  if (what === 'unknown') seen.unknown.add(key)
  if (what === 'over') seen.isOver = true
}

type Cockpit = {
  child: ChildProcess
  ended: Promise<void>
  onLine: (listener: (line: string) => void) => void
  words: string[]
}

function startCockpit(folder: string, name: string, seen: Seen, dieAt = 0): Cockpit {
  const script = join(import.meta.dirname, 'cockpit.ts')
  const child = spawn(process.execPath, [script, folder, String(STEPS_PER_RELEASE), name], {
    env: { ...process.env, ...(dieAt > 0 ? { CHAOS_DIE_AT: String(dieAt) } : {}) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const listeners: ((line: string) => void)[] = []
  const words: string[] = []
  createInterface({ input: child.stdout! }).on('line', (line) => {
    read(line, seen)
    for (const listener of listeners) listener(line)
  })
  child.stderr!.on('data', (data: Buffer) => words.push(data.toString('utf8')))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return { child, ended, onLine: (listener) => listeners.push(listener), words }
}

const killed = async ({ child, ended }: Cockpit) => {
  child.kill('SIGKILL')
  await ended
}

/** One cockpit in five dies while it still takes up what an earlier one left. */
const KILLED_AT_START = 0.2
const LINES_BEFORE_KILL = 16

/** Resolves after the n-th line a cockpit prints, from its start or from `ready`, or when it is over or gone: a moment that does not depend on how fast the machine is. */
const afterLines = (cockpit: Cockpit, count: number, seen: Seen, fromStart: boolean): Promise<void> =>
  new Promise((resolve) => {
    let lines = 0
    let isCounting = fromStart
    cockpit.onLine((line) => {
      if (isCounting) lines += 1
      isCounting ||= line === 'ready'
      if (lines >= count || seen.isOver) resolve()
    })
    void cockpit.ended.then(resolve)
  })

const killShim = (pid: number): boolean => {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

/** One release from its start to its end, with at most so many kills of each sort on the way. */
async function oneRelease(
  options: ChaosOptions,
  left: { kills: number; shims: number; points: number[] },
  name: string,
  toll: Toll,
) {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-chaos-'))
  const seen = nothingSeen()
  const shot = new Set<string>()
  try {
    while (!seen.isOver) {
      const dieAt = left.points.shift() ?? 0
      const cockpit = startCockpit(folder, name, seen, dieAt)
      if (dieAt > 0) toll.protocolKills += 1
      else if (left.shims > 0 && options.random() < left.shims / (left.shims + left.kills))
        cockpit.onLine((line) => {
          const [what, attempt = '', pid = ''] = line.split(' ')
          if (what !== 'shim' || left.shims === 0 || options.random() < 0.3 || !killShim(Number(pid))) return
          left.shims -= 1
          shot.add(attempt)
        })
      const isLast = left.kills === 0 && dieAt === 0
      await (isLast || dieAt > 0
        ? Promise.race([cockpit.ended, overOf(cockpit, seen)])
        : afterLines(
            cockpit,
            1 + Math.floor(options.random() * LINES_BEFORE_KILL),
            seen,
            options.random() < KILLED_AT_START,
          ))
      if (cockpit.words.length > 0) toll.complaints.push(cockpit.words.join('').slice(0, 500))
      if (!isLast && dieAt === 0 && !seen.isOver) {
        left.kills -= 1
        toll.kills += 1
      }
      await killed(cockpit)
    }
    await checkRun(folder, name, seen, shot, toll)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const overOf = (cockpit: Cockpit, seen: Seen): Promise<void> =>
  new Promise((resolve) => {
    if (seen.isOver) resolve()
    cockpit.onLine(() => seen.isOver && resolve())
  })

export async function runChaos(options: ChaosOptions): Promise<Toll> {
  const toll: Toll = {
    releases: 0,
    kills: 0,
    protocolKills: 0,
    shimKills: 0,
    lostEntries: 0,
    lostBytes: 0,
    doubleExecutions: 0,
    unknownExits: 0,
    falseResults: 0,
    invalid: 0,
    complaints: [],
  }
  const points = Array.from({ length: options.protocolPoints }, (_, index) => index + 1)
  const left = { kills: options.kills, shims: options.shimKills, points }
  while (left.kills > 0 || left.shims > 0 || left.points.length > 0) {
    await oneRelease(options, left, `Chaos ${toll.releases + 1}`, toll)
    toll.releases += 1
    options.onProgress?.(
      `${toll.releases} releases, ${toll.kills} cockpits, ${toll.protocolKills} protocol points and ${toll.shimKills} shims killed`,
    )
  }
  return toll
}
