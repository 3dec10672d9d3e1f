/** What is left of an attempt, as label and sentence: the same in the deck and the terminal. */
import type { AttemptInspection } from '../contract/results.ts'
import { formatBytes, formatCount } from './words.ts'

export type Fact = [label: string, text: string]

function claimText({ claim, host }: AttemptInspection, time: (ms: number) => string): string {
  if (host) return `kept on ${host}, with the exit record`
  if (!claim) return 'none: no shim ever began it'
  const by =
    claim.by === 'cockpit'
      ? 'the cockpit, so that it can never start'
      : `the shim${claim.pid === undefined ? '' : `, process ${claim.pid}`}`
  return `${time(claim.atMs)}, by ${by}`
}

function exitText({ exit }: AttemptInspection, time: (ms: number) => string): string {
  switch (exit?.state) {
    case undefined:
    case 'missing':
      return 'missing'
    case 'empty':
      return 'empty: the shim ended before it could write the exit code'
    case 'partial':
      return `damaged: half written, or of another attempt, ${time(exit.atMs ?? 0)}`
    case 'written':
      return `exit ${exit.exitCode}, ${time(exit.atMs ?? 0)}`
  }
}

const shorten = (bootId: string) => bootId.slice(0, 8)

function bootText({ boot }: AttemptInspection): string {
  if (!boot?.atStart) return 'not noted'
  if (boot.atStart === boot.now) return `the same since it was started (${shorten(boot.now)})`
  return `restarted since: ${shorten(boot.atStart)} then, ${shorten(boot.now)} now`
}

const spoolText = ({ spool, stored, directory }: AttemptInspection): string => {
  const lines = stored.lines === 1 ? '1 line' : `${formatCount(stored.lines)} lines`
  const kept = `${lines}, ${formatBytes(stored.bytes)} stored`
  if (!spool) return `${kept}; no files of it are left`
  if (spool.bytes === undefined) return `${kept}, its spool is removed; other files in ${directory}`
  return `${kept}; spool of ${formatBytes(spool.bytes)} in ${spool.file}`
}

const aliveText = ({ processes, host }: AttemptInspection): string => {
  if (processes.length > 0) return processes.map(({ pid, command }) => `${pid} ${command}`).join('\n')
  return host ? `not looked for on ${host}` : 'nothing'
}

/** `time` writes an instant as the reader is used to. */
export function inspectionFacts(seen: AttemptInspection, time: (ms: number) => string): Fact[] {
  const { shim, host } = seen
  return [
    ['Still alive', aliveText(seen)],
    ['Claim', claimText(seen, time)],
    ...(host
      ? []
      : ([
          ['Exit record', exitText(seen, time)],
          ['Shim', shim ? `process ${shim.pid}, ${shim.isAlive ? 'alive' : 'gone'}` : 'never noted down'],
          ['Machine', bootText(seen)],
        ] as Fact[])),
    ['Output', spoolText(seen)],
    ['Verify', seen.verify ?? 'the step names none: look for its effect by hand'],
  ]
}

/** What a check said, for the reason a person gives. */
export const checkWords = ({ isThere, reason }: { isThere: boolean; reason?: string }): string =>
  isThere ? 'Its verify says the effect is there.' : `Its effect was not found: ${reason ?? 'verify failed'}.`
