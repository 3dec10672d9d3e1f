import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

type Needed = { programs: string[]; debian: string; why: string }

/** Real programs the tests run against. Any one of `programs` will do. */
const NEEDED: Needed[] = [
  {
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
    debian: 'chromium',
    why: 'the journeys through the window',
  },
  { programs: ['prometheus'], debian: 'prometheus', why: 'metrics' },
  { programs: ['prometheus-alertmanager'], debian: 'prometheus-alertmanager', why: 'alerts as a metric' },
  { programs: ['prometheus-node-exporter'], debian: 'prometheus-node-exporter', why: 'metrics of a machine' },
  { programs: ['nginx'], debian: 'nginx-light', why: 'the second sample' },
  { programs: ['zstd'], debian: 'zstd', why: 'the bench and the output tests' },
  { programs: ['git'], debian: 'git', why: 'release folders' },
  { programs: ['sshd'], debian: 'openssh-server', why: 'steps on another host' },
  { programs: ['busybox'], debian: 'busybox', why: 'hosts with a small shell' },
  { programs: ['ansible-playbook'], debian: 'ansible-core', why: 'the sample that rolls a fleet' },
  { programs: ['kubectl'], debian: 'kubernetes-client', why: 'the Kubernetes sample' },
]

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']

const isThere = ({ programs }: Needed) =>
  programs.some((program) => folders.some((folder) => existsSync(join(folder, program))))

const isRoot = () => process.getuid?.() === 0

/** A program of a package that was unpacked but never set up is there and does not work: sshd without its user, say. */
function finishInterruptedInstall(): void {
  const { stdout } = spawnSync('dpkg', ['--audit'], { encoding: 'utf8' })
  if (!stdout?.trim() || !isRoot()) return
  process.stdout.write('Finishing an installation of packages that was interrupted\n')
  spawnSync('dpkg', ['--configure', '-a'], { stdio: 'inherit', env: QUIET })
}

const QUIET = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }

const aptGet = (...args: string[]) => spawnSync('apt-get', args, { stdio: 'inherit', env: QUIET }).status === 0

/**
 * Installs what is missing where that is possible without asking (root on Debian or Ubuntu); elsewhere ends with a sentence that says what to
 * install. A Chromium that Playwright brought counts too (`CHROMIUM_PATH`).
 */
export function provideTestPrograms(): void {
  finishInterruptedInstall()
  const missing = NEEDED.filter((each) => !isThere(each) && !(each.debian === 'chromium' && process.env.CHROMIUM_PATH))
  if (missing.length === 0) return
  const packages = missing.map((each) => each.debian)
  const canInstall = isRoot() && spawnSync('apt-get', ['--version']).status === 0
  if (canInstall) {
    process.stdout.write(`Installing what the tests need: ${packages.join(', ')}\n`)
    if (aptGet('update', '-qq') && aptGet('install', '-y', '-qq', '--no-install-recommends', ...packages)) return
  }
  const list = missing.map(({ debian, why }) => `  ${debian}: for ${why}`).join('\n')
  process.stderr.write(
    `The tests need programs this machine lacks:\n${list}\nOn Debian or Ubuntu: sudo apt-get install --no-install-recommends ${packages.join(' ')}\n`,
  )
  process.exit(1)
}
