import { execFile } from 'node:child_process'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import type { MachineFact } from '../../../shared/contract/results.ts'
import { formatBytes } from '../../../shared/documents/words.ts'
import { createLedgerDisk, RESERVE_BYTES } from '../disk/ledger-disk.ts'
import { findScript } from '../processes/terminal.ts'

const run = promisify(execFile)
const TIMEOUT_MS = 3000

type Program = { name: string; args: string[]; version: RegExp; isNeeded: boolean; found: string; missing: string }

const PROGRAMS: Program[] = [
  {
    name: 'bash',
    args: ['--version'],
    version: /version (\d+\.\d+)/,
    isNeeded: true,
    found: 'local steps',
    missing: 'install it: most steps are bash',
  },
  {
    name: 'git',
    args: ['--version'],
    version: /(\d+\.\d+\.\d+)/,
    isNeeded: false,
    found: 'the commit of a release folder',
    missing: 'no commit will be recorded',
  },
  {
    name: 'ssh',
    args: ['-V'],
    version: /OpenSSH_(\d+\.\d+)/,
    isNeeded: false,
    found: 'for runbooks that use it',
    missing: 'steps on other hosts cannot run',
  },
  {
    name: 'prometheus',
    args: ['--version'],
    version: /version (\d+\.\d+)/,
    isNeeded: false,
    found: 'for the second sample',
    missing: 'HTTP probes measure instead',
  },
  {
    name: 'nginx',
    args: ['-v'],
    version: /nginx\/(\d+\.\d+)/,
    isNeeded: false,
    found: 'for the second sample',
    missing: 'only the second sample needs it',
  },
]

async function look(
  { name, args, version, isNeeded, found, missing }: Program,
  env: NodeJS.ProcessEnv,
): Promise<MachineFact> {
  try {
    const { stdout, stderr } = await run(name, args, { env, timeout: TIMEOUT_MS })
    const number = version.exec(`${stdout}${stderr}`)?.[1]
    return { name: number ? `${name} ${number}` : name, state: 'found', detail: `Found, ${found}` }
  } catch {
    return { name, state: isNeeded ? 'needed' : 'missing', detail: `None, ${missing}` }
  }
}

const GB = 1e9
const LITTLE_SPACE_BYTES = 1 * GB

async function disk(folder: string): Promise<MachineFact> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const figure = `${(free / GB).toFixed(free < 10 * GB ? 1 : 0)} GB free`
  if (free < LITTLE_SPACE_BYTES)
    return { name: 'Disk', state: 'needed', detail: `Only ${figure}: make room before a run` }
  return { name: 'Disk', state: 'found', detail: `${figure}, every byte of output is kept` }
}

function reserve(ledgerFile: string): MachineFact {
  const bytes = createLedgerDisk(ledgerFile).reserveBytes()
  if (bytes === RESERVE_BYTES)
    return { name: 'Reserve', state: 'found', detail: `${formatBytes(bytes)} kept for a rollback on a full disk` }
  const left = bytes > 0 ? `Only ${formatBytes(bytes)} left` : 'None'
  return {
    name: 'Reserve',
    state: 'missing',
    detail: `${left}, ${formatBytes(RESERVE_BYTES)} are kept once there is room`,
  }
}

const system = (): MachineFact =>
  process.platform === 'win32'
    ? { name: 'Local steps', state: 'missing', detail: 'Not supported on Windows yet: review, verify and replay work' }
    : { name: `Node ${process.versions.node}`, state: 'found', detail: 'Found, runs the cockpit' }

const terminals = (env: NodeJS.ProcessEnv): Promise<MachineFact> =>
  findScript(env.PATH).then(
    () => ({ name: 'script', state: 'found', detail: 'Found, a terminal for interactive steps' }),
    () => ({
      name: 'script',
      state: 'missing',
      detail: 'None, interactive steps cannot run: install util-linux (bsdutils)',
    }),
  )

/** What this machine has and lacks for running releases. */
export async function checkMachine(ledgerFile: string, env: NodeJS.ProcessEnv): Promise<MachineFact[]> {
  return Promise.all([
    system(),
    ...PROGRAMS.map((program) => look(program, env)),
    terminals(env),
    disk(dirname(ledgerFile)),
    reserve(ledgerFile),
  ])
}
