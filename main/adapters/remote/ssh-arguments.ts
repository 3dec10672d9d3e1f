import type { SshHost } from '../../ports/process-runner.ts'

/**
 * The options that make a connection fit for a machine: nothing is asked, a silent connection is noticed within 15 seconds, nothing is forwarded, and
 * a master connection of the person's is used but none is made. Everything else (port, user, keys, agent, jump hosts, known hosts) is the
 * OpenSSH configuration's.
 */
const options = [
  'BatchMode=yes',
  'ConnectTimeout=10',
  'ServerAliveInterval=5',
  'ServerAliveCountMax=3',
  'ControlMaster=no',
  'ClearAllForwardings=yes',
  'ForwardAgent=no',
  'ForwardX11=no',
  'PermitLocalCommand=no',
  'RemoteCommand=none',
  'RequestTTY=no',
  'EscapeChar=none',
  'StdinNull=no',
  'ForkAfterAuthentication=no',
]

/**
 * The command line of `ssh`. The remote side gets one constant line that every login shell reads alike: it takes `programBytes` bytes of program from
 * standard input, byte by byte so that nothing behind them is swallowed, and runs them.
 */
export function sshArguments({ host, config }: SshHost, programBytes: number): string[] {
  if (host.startsWith('-')) throw new Error(`“${host}” cannot be a host: it begins with a dash.`)
  const remote = `exec sh -c 'eval "$(dd bs=1 count=${programBytes} 2>/dev/null)"'`
  const chosen = config === undefined ? [] : ['-F', config]
  return ['-T', ...chosen, ...options.flatMap((each) => ['-o', each]), '--', host, remote]
}
