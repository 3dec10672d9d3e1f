import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { TextDecoder } from 'node:util'
import type { CarriedState } from '../../ports/process-runner.ts'
import type { AttemptFacts, AttemptFiles } from './attempt-files.ts'

const endMark = 'cockpit-carry-end'

/** Variables every shell sets for itself, and the wrapper's own: never carried. */
const ownToShells = new Set(['_', 'PWD', 'OLDPWD', 'SHLVL', 'PPID', 'SHELLOPTS', 'BASHOPTS', 'BASH_ENV', 'ENV'])
const isCarried = (name: string) =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !ownToShells.has(name) && !name.startsWith('__cockpit_')

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/**
 * The `-c` text that runs a script file in place and reports directory and environment after success. The script is sourced, so its text, its line
 * numbers and `$0` are its own; `exit` inside it reaches the EXIT trap. A script that sets its own EXIT trap still reports when it runs to its
 * end; one that does so *and* calls `exit` (or replaces itself with `exec`) reports nothing. Everything of ours runs with
 * stderr closed off, so that a script's `set -x` does not show it (bash prints its `+` twice in a sourced file). `env -0` keeps values with newlines apart.
 */
export function carryingText(files: Pick<AttemptFiles, 'carry'>, script: string): string {
  const dump =
    `{ command pwd && command printf '\\0' && command -p env -0 && command printf ${endMark}; } ` +
    `>|${quote(files.carry)} || :`
  const report = `{ case "$?\${__cockpit_done-}" in 0) ${dump};; esac; } 2>/dev/null`
  return [
    `trap ${quote(report)} EXIT`,
    `. ${quote(script)}`,
    '{ __cockpit_status=$?; } 2>/dev/null',
    `{ case $__cockpit_status in 0) ${dump};; esac; __cockpit_done=1; (exit "$__cockpit_status"); } 2>/dev/null`,
  ].join('\n')
}

const digestOf = (nonce: string, value: string) =>
  createHash('sha256').update(`${nonce}\0${value}`).digest('hex').slice(0, 32)

/** Salted digests of the variables handed over, to tell later what the script changed without storing any value. */
export function environmentDigests(nonce: string, env: Record<string, string>): Record<string, string> {
  const carried = Object.entries(env).filter(([name]) => isCarried(name))
  return Object.fromEntries(carried.map(([name, value]) => [name, digestOf(nonce, value)]))
}

/** Values that are not UTF-8 cannot be handed on byte-identical, so they are left out. */
function parseVariables(entries: Buffer[]): Map<string, string> {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const variables = new Map<string, string>()
  for (const entry of entries) {
    const split = entry.indexOf('=')
    const name = split < 0 ? '' : entry.toString('latin1', 0, split)
    if (!isCarried(name)) continue
    try {
      variables.set(name, utf8.decode(entry.subarray(split + 1)))
    } catch {}
  }
  return variables
}

function splitAtNul(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = []
  for (let from = 0; from < bytes.length; ) {
    const nul = bytes.indexOf(0, from)
    const to = nul < 0 ? bytes.length : nul
    parts.push(bytes.subarray(from, to))
    from = to + 1
  }
  return parts
}

/** What a finished block left behind, or undefined when it left no complete report. */
export function readCarried(files: AttemptFiles, facts: AttemptFacts): CarriedState | undefined {
  const parts = splitAtNul(readFileSync(files.carry))
  const [cwd, ...entries] = parts
  if (!cwd || entries.pop()?.toString('latin1') !== endMark) return undefined
  const variables = parseVariables(entries)
  const changed = [...variables].filter(([name, value]) => facts.environment[name] !== digestOf(facts.nonce, value))
  return {
    cwd: cwd.toString('utf8').slice(0, -1),
    set: Object.fromEntries(changed),
    unset: Object.keys(facts.environment).filter((name) => !variables.has(name)),
  }
}
