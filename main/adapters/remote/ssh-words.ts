/** What OpenSSH says when it does not get through, in words a person can act on. */

const RULES: [RegExp, (host: string) => string][] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for .* has changed/i,
    (host) =>
      `the host key of ${host} is not the one this machine knows. Either the host was set up anew or somebody stands in between: find out, then correct known_hosts.`,
  ],
  [
    /Host key verification failed|host key is known for/i,
    (host) =>
      `${host} is not known to this machine yet. Connect once by hand (ssh ${host}) and compare its key, or add the key to known_hosts.`,
  ],
  [
    /Permission denied|Too many authentication failures|No supported authentication methods/i,
    (host) =>
      `${host} refused the login. See that the key is in the agent or named in the ssh configuration, and allowed there.`,
  ],
  [
    /closed by remote host|Connection reset|Broken pipe|Connection to .* closed/i,
    (host) => `the connection was closed by ${host} or by the network.`,
  ],
  [
    /Could not resolve hostname/i,
    (host) => `the name ${host} is not known. Correct it, or add it to the ssh configuration.`,
  ],
  [/Connection refused/i, (host) => `${host} refused the connection: no ssh server answers there.`],
  [
    /timed out|No route to host|Network is unreachable|not responding/i,
    (host) => `${host} does not answer. See whether it is up and the network leads to it.`,
  ],
  [/Can't open user config file|Bad owner or permissions on/i, () => 'the ssh configuration cannot be read.'],
  [/Bad configuration option|Missing argument|Unsupported option/i, () => 'the ssh configuration has a mistake.'],
]

const lastLine = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('Warning: Permanently added'))
    .at(-1)

const MAX_SAID = 200

/** Why a connection did not come about or broke: a clause without a capital, ending in a full stop. */
export function whyNotConnected(host: string, said: string): string {
  const known = RULES.find(([pattern]) => pattern.test(said))
  const last = lastLine(said)?.slice(0, MAX_SAID)
  if (known) return `${known[1](host)}${last && !known[0].test(last) ? '' : last ? ` (${last})` : ''}`
  return last ? `ssh said: ${last}` : 'the connection ended without a word.'
}

/** The login worked, but no POSIX shell answered. */
export function whyNoShell(host: string, exitCode: number | null, said: string): string {
  const last = lastLine(said)?.slice(0, MAX_SAID)
  return `${host} let the login in but did not run a POSIX shell (sh) with its usual programs${last ? `; it said: ${last}` : ` (exit ${exitCode ?? 'unknown'})`}.`
}

export const noSsh = 'There is no ssh on this machine: install the OpenSSH client.'
