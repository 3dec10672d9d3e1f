import { execFile } from 'node:child_process'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import type { MachineFact } from '../../../shared/contract/results.ts'
import { formatBytes } from '../../../shared/documents/words.ts'
import { createLedgerDisk, RESERVE_BYTES } from '../disk/ledger-disk.ts'
import { findScript } from '../processes/terminal.ts'
import { checkClock } from './check-clock.ts'
import { checkPrometheus, type MeasuredPlace } from './check-prometheus.ts'
import { PROGRAMS, type Program } from './programs.ts'

const run = promisify(execFile)
const TIMEOUT_MS = 3000

async function look(
  { name, args, version, isNeeded, found, missing, means, remedy }: Program,
  env: NodeJS.ProcessEnv,
): Promise<MachineFact> {
  try {
    const { stdout, stderr } = await run(name, args, { env, timeout: TIMEOUT_MS })
    const number = version.exec(`${stdout}${stderr}`)?.[1]
    return { name: number ? `${name} ${number}` : name, state: 'found', detail: `Found, ${found}`, means, remedy }
  } catch {
    return { name, state: isNeeded ? 'needed' : 'missing', detail: `None, ${missing}`, means, remedy }
  }
}

const GB = 1e9
const LITTLE_SPACE_BYTES = 1 * GB

async function disk(folder: string): Promise<MachineFact> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const figure = `${(free / GB).toFixed(free < 10 * GB ? 1 : 0)} GB free`
  const about = {
    name: 'Disk',
    means: 'The ledger and every byte that commands print are kept here. A rollback also runs on a full disk.',
    remedy: 'Make room, or keep the ledger elsewhere (--db, COCKPIT_DB).',
  }
  if (free < LITTLE_SPACE_BYTES) return { ...about, state: 'needed', detail: `Only ${figure}: make room before a run` }
  return { ...about, state: 'found', detail: `${figure}, every byte of output is kept` }
}

function reserve(ledgerFile: string): MachineFact {
  const bytes = createLedgerDisk(ledgerFile).reserveBytes()
  const about = {
    name: 'Reserve',
    means: 'Given back in slices when the disk is full, so that a rollback is recorded (docs/full-disk.md).',
    remedy: 'Make room: it is filled again by itself.',
  }
  if (bytes === RESERVE_BYTES)
    return { ...about, state: 'found', detail: `${formatBytes(bytes)} kept for a rollback on a full disk` }
  const left = bytes > 0 ? `Only ${formatBytes(bytes)} left` : 'None'
  return {
    ...about,
    state: 'missing',
    detail: `${left}, ${formatBytes(RESERVE_BYTES)} are kept once there is room`,
  }
}

const system = (): MachineFact =>
  process.platform === 'win32'
    ? {
        name: 'Local steps',
        state: 'missing',
        detail: 'Not supported on Windows yet: review, verify and replay work',
        means: 'Commands of a runbook run on Linux and macOS.',
        remedy: 'Use runner=ssh for steps on another host, or start the cockpit on such a machine.',
      }
    : {
        name: `Node ${process.versions.node}`,
        state: 'found',
        detail: 'Found, runs the cockpit',
        means: 'The program the cockpit itself runs on.',
      }

const terminals = (env: NodeJS.ProcessEnv): Promise<MachineFact> => {
  const about = {
    name: 'script',
    means: 'Holds the terminal of an interactive step, so that it outlives the cockpit.',
    remedy: 'Install util-linux (bsdutils on Debian) if a runbook has interactive steps.',
  }
  return findScript(env.PATH).then(
    () => ({ ...about, state: 'found', detail: 'Found, a terminal for interactive steps' }),
    () => ({ ...about, state: 'missing', detail: 'None, interactive steps cannot run' }),
  )
}

const keychain = (refusal: string | undefined): MachineFact => ({
  name: 'Keychain',
  state: refusal === undefined ? 'found' : 'missing',
  detail: refusal === undefined ? 'Found, keeps secrets encrypted' : 'None here, secrets come from elsewhere',
  means:
    'Keeps secrets that release.yaml names with keychain: NAME. Others come from the environment, a file or a command.',
  remedy: 'Nothing to do unless a release names one: the desktop app has it where the system has a keyring.',
})

export type MachineQuestion = {
  ledgerFile: string
  env: NodeJS.ProcessEnv
  /** Why there is no keychain here; undefined when there is one. */
  noKeychain: string | undefined
  /** Where the release in question measures. */
  places: readonly MeasuredPlace[]
}

/** What this machine has and lacks for running releases. */
export async function checkMachine({ ledgerFile, env, noKeychain, places }: MachineQuestion): Promise<MachineFact[]> {
  const [facts, servers] = await Promise.all([
    Promise.all([
      system(),
      ...PROGRAMS.map((program) => look(program, env)),
      terminals(env),
      disk(dirname(ledgerFile)),
      reserve(ledgerFile),
      keychain(noKeychain),
      checkClock(env),
    ]),
    checkPrometheus(places),
  ])
  return [...facts, ...servers]
}
