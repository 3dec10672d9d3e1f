/** A real OpenSSH server on loopback with its own keys, configuration and state folder, and a client configuration that leads to it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { freePorts } from './free-port.ts'
import { until } from './until.ts'

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
const sshdProgram = folders.map((folder) => join(folder, 'sshd')).find((file) => existsSync(file))

export type SshdOptions = {
  /** More lines of `sshd_config`. */
  config?: string[]
  /** More variables of every session. */
  env?: Record<string, string>
  /** More lines of the client's configuration, before the host's own. */
  client?: string[]
}

export type Sshd = {
  folder: string
  /** The name the client configuration knows it by. */
  host: string
  /** For `ssh -F`. */
  clientConfig: string
  port: number
  /** Of the login: an empty one, so that no shell profile of whoever runs the tests has a say or takes its time. */
  home: string
  /** Where the remote side keeps attempts. */
  state: string
  /** Kills the server's session processes, as a broken network does; the server goes on. How many there were. */
  dropSessions(): number
  /** No new connection is accepted until `up` is called; open ones stay. */
  down(): Promise<void>
  up(): Promise<void>
  close(): Promise<void>
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
  })

export const keyPair = (file: string) => execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])

/** Direct children of a process, by /proc. */
function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => {
      try {
        const stat = readFileSync(`/proc/${each}/stat`, 'latin1')
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid
      } catch {
        return false
      }
    })
}

const kill = (pid: number) => {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}

export async function startSshd({ config = [], env = {}, client = [] }: SshdOptions = {}): Promise<Sshd> {
  if (!sshdProgram) throw new Error('These tests need sshd: install openssh-server.')
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-sshd-'))
  const at = (name: string) => join(folder, name)
  const port = await freePorts(1)
  const state = at('state')
  const home = at('home')
  mkdirSync(home)
  keyPair(at('host_key'))
  keyPair(at('id'))
  writeFileSync(at('authorized_keys'), readFileSync(at('id.pub')), { mode: 0o600 })
  writeFileSync(at('known_hosts'), `[127.0.0.1]:${port} ${readFileSync(at('host_key.pub'), 'utf8')}`)
  const own = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${at('host_key')}`,
    `AuthorizedKeysFile ${at('authorized_keys')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'MaxStartups 200',
    'MaxSessions 100',
    `SetEnv ${Object.entries({ HOME: home, XDG_STATE_HOME: state, ...env })
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')}`,
  ]
  writeFileSync(at('sshd_config'), `${[...config, ...own].join('\n')}\n`)
  const forClient = [
    ...client,
    'Host deploy-01',
    '  HostName 127.0.0.1',
    `  Port ${port}`,
    `  User ${userInfo().username}`,
    `  IdentityFile ${at('id')}`,
    '  IdentitiesOnly yes',
    '  IdentityAgent none',
    '  GlobalKnownHostsFile /dev/null',
    `  UserKnownHostsFile ${at('known_hosts')}`,
    '  StrictHostKeyChecking yes',
  ]
  writeFileSync(at('ssh_config'), `${forClient.join('\n')}\n`, { mode: 0o600 })
  let server: ChildProcess | undefined
  let sessions: number[] = []
  const up = async () => {
    server = spawn(sshdProgram, ['-D', '-e', '-f', at('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    server.stderr!.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8')
    })
    await until(() => {
      if (server!.exitCode !== null) throw new Error(`sshd ended with ${server!.exitCode}: ${said}`)
      return answers(port)
    }, 'sshd to answer')
  }
  const down = async () => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const gone = new Promise((resolve) => server!.once('exit', resolve))
    // Stopped first: a session forked after the look would outlive the server unseen, and its connection would never be lost.
    server.kill('SIGSTOP')
    await until(() => / T /.test(readFileSync(`/proc/${server!.pid}/stat`, 'utf8')), 'sshd to stand still')
    sessions = childrenOf(server.pid!)
    server.kill('SIGKILL')
    await gone
  }
  await up()
  return {
    folder,
    host: 'deploy-01',
    clientConfig: at('ssh_config'),
    port,
    home,
    state: join(state, 'release-cockpit'),
    dropSessions: () =>
      [...sessions.splice(0), ...childrenOf(server!.pid!)]
        .flatMap((pid) => [pid, ...childrenOf(pid).filter((each) => isSshd(each))])
        .filter(kill).length,
    down,
    up,
    async close() {
      await down()
      for (const pid of sessions) kill(pid)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function isSshd(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').startsWith('sshd')
  } catch {
    return false
  }
}
