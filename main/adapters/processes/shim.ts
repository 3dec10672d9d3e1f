/**
 * The shim: a few lines of POSIX sh, builtins only, that stand between the cockpit and a command so that the exit code survives the cockpit.
 *
 * `$1` attempt directory, `$2` nonce, the rest the command. It uses positional parameters only: a variable of its own could shadow one that the
 * command was given. Standard output arrives as the spool; the shim itself must never write there, so it keeps the spool on fd 3.
 * - Signals meant for the command's group are trapped, and traps are reset for the command: the shim lives to record the exit.
 * - `set -C` makes the claim exclusive (O_EXCL): of two shims one executes.
 * - The cancel file is looked at after the fork: a TERM sent before the fork leaves the file, one sent after it hits the child.
 * - One line, so that `ps` shows the nonce behind it.
 * - The exit record is written over preallocated bytes (`1<>` does not truncate), so it can be written on a full disk.
 */
export const shimText = [
  'exec 3>&1 >/dev/null 2>&1',
  'trap : HUP INT QUIT PIPE ALRM TERM USR1 USR2',
  'set -C',
  '[ -e "$1/cancel" ] && exit 0',
  'echo "shim $2 $$" >"$1/claim" || exit 0',
  '( [ -e "$1/cancel" ] && exit 143; shift 2; exec "$@" >&3 2>&3 3>&- )',
  'set -- "$1" "$2" "$?"',
  'exec 3>&-',
  'printf "cockpit-exit %s %s end\\n" "$2" "$3" 1<>"$1/exit"',
].join('; ')

export const exitRecordBytes = 256

/** What an exit record holds before the shim writes it. */
export const emptyExitRecord = `${' '.repeat(exitRecordBytes - 1)}\n`

/** The exit code in a record, or undefined when it is not written, torn, or not of this nonce. */
export function parseExitRecord(text: string, nonce: string): number | undefined {
  const match = /^cockpit-exit (\S+) (\d{1,3}) end\n/.exec(text)
  return match && match[1] === nonce ? Number(match[2]) : undefined
}

export type Claim = { by: 'cockpit' } | { by: 'shim'; pid: number | undefined }

export const cockpitClaim = 'cockpit\n'

/** A claim the shim created but did not live to fill in has no pid. */
export function parseClaim(text: string): Claim {
  if (text === cockpitClaim) return { by: 'cockpit' }
  const pid = /^shim \S+ (\d+)\n/.exec(text)?.[1]
  return { by: 'shim', pid: pid === undefined ? undefined : Number(pid) }
}
