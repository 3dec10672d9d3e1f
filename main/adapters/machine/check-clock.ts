/** Whether a time server sets this machine's clock: entries, windows and timeouts go by it. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { MachineFact } from '../../../shared/contract/results.ts'

const run = promisify(execFile)
const TIMEOUT_MS = 3000

/** `yes`, `no`, or undefined where the system does not say. */
async function synchronized(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const { stdout } = await run('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], {
      env,
      timeout: TIMEOUT_MS,
    })
    const word = stdout.trim()
    return word === 'yes' || word === 'no' ? word : undefined
  } catch {
    return undefined
  }
}

const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

export async function checkClock(env: NodeJS.ProcessEnv): Promise<MachineFact> {
  const about = {
    name: 'Clock',
    means: 'Every entry, window and timeout goes by the clock of this machine.',
    remedy: 'Turn time synchronisation on (timedatectl set-ntp true, or the date settings of the system).',
  }
  const answer = await synchronized(env)
  if (answer === 'yes') return { ...about, state: 'found', detail: `Set by a time server, zone ${zone()}` }
  if (answer === 'no') return { ...about, state: 'missing', detail: `Set by no time server, zone ${zone()}` }
  return { ...about, state: 'unknown', detail: `The system does not say whether a time server sets it, zone ${zone()}` }
}
