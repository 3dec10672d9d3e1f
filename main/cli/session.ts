/** What every command that works on a ledger needs: the cockpit opened, a release found, commands sent with a sentence on refusal. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { CommandInput } from '../../shared/contract/commands.ts'
import type { Results } from '../../shared/contract/results.ts'
import { Batch } from '../../shared/domain/batch.ts'
import { foldEntries } from '../../shared/domain/evolve.ts'
import type { RejectionCode } from '../../shared/domain/rejection.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import type { Finding } from '../../shared/runbook/model.ts'
import { type App, createApp } from '../app/index.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { sayTroubles } from './say-troubles.ts'

export type LedgerOptions = { db?: string }

/** Opens the cockpit, does the work, and closes it whatever happens. */
export async function withCockpit<T>(
  io: CliIo,
  { db }: LedgerOptions,
  work: (client: CockpitClient, app: App) => Promise<T>,
): Promise<T> {
  const app = await createApp({ host: 'terminal', env: io.env, ...(db ? { ledgerFile: resolve(io.cwd, db) } : {}) })
  const stop = await sayTroubles(app.client, io)
  try {
    return await work(app.client, app)
  } finally {
    stop()
    await app.close()
  }
}

export const printFindings = (io: CliIo, findings: Finding[]) => {
  for (const { file, line, column, severity, message, code } of findings)
    if (severity !== 'hint') io.stderr(`${file}:${line}:${column}: ${severity}: ${message} [${code}]\n`)
}

/** Opens a release folder; what is wrong with it ends the command with every finding. */
export async function openFolder(client: CockpitClient, folder: string, io: CliIo): Promise<ReleaseId> {
  const { release, findings } = await client.call('release.open', { folder: resolve(io.cwd, folder) })
  if (release && !findings.some((finding) => finding.severity === 'error')) return release
  printFindings(io, findings)
  throw new CliFailure(EXIT.unusable, `${folder} cannot be used: mend what is listed above, then try again.`)
}

/**
 * For a rollback: the folder as it is, or, when it cannot be read any more, the definition the ledger has of it. A typo made in the heat of the
 * night must not block the way back.
 */
export async function openForRollback(client: CockpitClient, folder: string, io: CliIo): Promise<ReleaseId> {
  const path = resolve(io.cwd, folder)
  const { release, findings } = await client.call('release.open', { folder: path })
  if (release) return release
  const known = (await client.call('releases.list', {})).find((each) => each.folder === path)
  printFindings(io, findings)
  if (!known)
    throw new CliFailure(
      EXIT.unusable,
      `${folder} cannot be used, and this ledger has never seen it: mend what is listed above.`,
    )
  io.stderr(`${folder} cannot be read any more: rolling back by the definition the ledger has.\n`)
  return known.release
}

/** A release of this ledger by its id or an unambiguous beginning of it; the one used last when nothing is given. */
export async function findRelease(
  client: CockpitClient,
  wanted: string | undefined,
): Promise<Results['releases.list'][number]> {
  const releases = await client.call('releases.list', {})
  if (releases.length === 0) {
    const { trouble } = await client.call('hello', {})
    const words = trouble
      ? 'No release can be read of this ledger: what is wrong with it stands above.'
      : 'This ledger has no releases yet: run one, or name another ledger with --db.'
    throw new CliFailure(EXIT.unusable, words)
  }
  if (wanted === undefined) return releases[0]!
  const found = releases.filter((each) => each.release === wanted)
  const near = found.length > 0 ? found : releases.filter((each) => each.release.startsWith(wanted))
  if (near.length === 1) return near[0]!
  const known = releases.map((each) => each.release).join(', ')
  throw new CliFailure(
    EXIT.unusable,
    `${near.length === 0 ? 'No' : 'More than one'} release is called "${wanted}". There are: ${known}.`,
  )
}

/** A release by its name, or the one a folder describes. */
export async function findOrOpen(client: CockpitClient, wanted: string | undefined, io: CliIo): Promise<ReleaseId> {
  const isFolder = wanted !== undefined && existsSync(resolve(io.cwd, wanted, 'release.yaml'))
  return isFolder ? openFolder(client, wanted, io) : (await findRelease(client, wanted)).release
}

export async function readState(client: CockpitClient, release: ReleaseId): Promise<ReleaseState> {
  let state: ReleaseState | undefined
  const batch = new Batch()
  for (;;) {
    const { events, size } = await client.call('events.read', { release, fromSeq: (state?.size ?? 0) + 1, limit: 5000 })
    state = foldEntries(events as never, state, batch)
    if (!state) throw new CliFailure(EXIT.unusable, `Release ${release} has no entries.`)
    if (events.length === 0 || state.size >= size) return state
  }
}

const REFUSED: readonly RejectionCode[] = [
  'notices-off',
  'sent-already',
  'gate-shut',
  'missing-approval',
  'outside-window',
  'postponed',
  'cancelled',
  'closed',
  'frozen',
  'run-open',
  'changed-since-shown',
  'not-armed',
  'needs-confirmation',
  'needs-second-person',
  'not-driving',
  'pin-needed',
  'wrong-pin',
]
const UNUSABLE: readonly RejectionCode[] = [
  'unknown-item',
  'unknown-issue',
  'unknown-notice',
  'no-channel',
  'unknown-run',
  'unknown-step',
  'unknown-stage',
  'unknown-environment',
  'missing-input',
  'unresolvable',
  'no-definition',
  'bad-command',
  'unknown-service',
  'unreadable-folder',
]

export const exitCodeOf = (code: RejectionCode) =>
  REFUSED.includes(code) ? EXIT.refused : UNUSABLE.includes(code) ? EXIT.unusable : EXIT.failed

export type Sender = { name: string; role?: string; pin?: string }

export async function whoAmI(client: CockpitClient, as: string | undefined, role?: string): Promise<Sender> {
  const name = as ?? (await client.call('hello', {})).user
  return role ? { name, role } : { name }
}

/** Sends a command; a rejection ends the terminal command with its sentence and the exit code it stands for. */
export async function send(
  client: CockpitClient,
  release: ReleaseId,
  command: CommandInput,
  as: Sender,
  environmentVariables?: Record<string, string>,
  arm?: string,
): Promise<{ runId?: string }> {
  const result = await client.call('command.send', {
    release,
    command,
    as,
    ...(arm ? { arm } : {}),
    ...(environmentVariables ? { environmentVariables } : {}),
  })
  if (!result.ok) throw new CliFailure(exitCodeOf(result.rejection.code), result.rejection.message)
  return result
}

/** This terminal's environment, for the commands of a run it starts. */
export const ownEnvironment = (io: CliIo): Record<string, string> =>
  Object.fromEntries(
    Object.entries(io.env).filter(
      (pair): pair is [string, string] => pair[1] !== undefined && !pair[0].startsWith('npm_'),
    ),
  )
