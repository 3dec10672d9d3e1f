/** `cockpit exec`: a command that is not in the runbook, on the record before it runs. */

import type { CockpitClient } from '../../shared/contract/client.ts'
import type { CommandInput } from '../../shared/contract/commands.ts'
import type { ExecPreview } from '../../shared/contract/results.ts'
import { formatClock } from '../../shared/documents/words.ts'
import type { RunState } from '../../shared/domain/state.ts'
import { selectLastAttempt, selectOpenRuns } from '../../shared/domain/steps.ts'
import { type ReleaseId, runId, type StepId, stepId } from '../../shared/ids.ts'
import { parseDuration } from '../../shared/runbook/duration.ts'
import { refuseArgv } from '../../shared/runbook/quote-argv.ts'
import { CliFailure } from './failure.ts'
import { followAndConclude } from './follow/follow-and-conclude.ts'
import { followAttempt } from './follow/follow-attempt.ts'
import { type CliIo, EXIT } from './io.ts'
import {
  exitCodeOf,
  findRelease,
  type LedgerOptions,
  ownEnvironment,
  readState,
  type Sender,
  send,
  whoAmI,
  withCockpit,
} from './session.ts'

export type ExecOptions = LedgerOptions & {
  reason: string
  undo?: string
  run?: string
  release?: string
  env?: string
  timeout?: string
  confirm?: string
  override?: string
  as?: string
  role?: string
}

type ExecInput = Extract<CommandInput, { type: 'step.exec' }>

export async function execCommand(argv: string[], options: ExecOptions, io: CliIo): Promise<number> {
  const refusal = refuseArgv(argv)
  if (refusal) throw new CliFailure(EXIT.unusable, refusal)
  const timeoutMs = options.timeout === undefined ? undefined : parseDuration(options.timeout)
  if (options.timeout !== undefined && timeoutMs === undefined)
    throw new CliFailure(EXIT.unusable, `"${options.timeout}" is no duration: write 30s, 5m or 1h.`)
  return withCockpit(io, options, async (client) => {
    const { release, run } = await findPlace(client, options)
    const asked: ExecInput = {
      type: 'step.exec',
      argv,
      reason: options.reason,
      ...(run ? { runId: run.id } : {}),
      ...(options.env ? { environment: options.env } : {}),
      ...(options.undo ? { undo: stepId(options.undo) } : {}),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(options.override ? { override: options.override } : {}),
    }
    const confirm = await confirmed(client, release, asked, options, io)
    const as = await whoAmI(client, options.as, options.role)
    const command = { ...asked, ...(confirm ? { confirm } : {}) }
    const opened = await send(client, release, command, as, ownEnvironment(io))
    if (opened.runId)
      return followAndConclude({ client, release, as, io, options: { wait: false } }, runId(opened.runId))
    return followAdHoc(client, release, run!, as, io)
  })
}

/** The run it joins: the one named, else the only open one; without an open run the release that was used last. */
async function findPlace(
  client: CockpitClient,
  options: ExecOptions,
): Promise<{ release: ReleaseId; run: RunState | undefined }> {
  const open: { release: ReleaseId; run: RunState }[] = []
  const wanted = options.release ? (await findRelease(client, options.release)).release : undefined
  for (const { release, status } of await client.call('releases.list', {})) {
    if (status === 'never run' || (wanted && wanted !== release)) continue
    for (const run of selectOpenRuns(await readState(client, release), options.env))
      if (!options.run || run.id === options.run) open.push({ release, run })
  }
  const found = open.filter(({ run }) => !run.takenOverBy)
  if (found.length === 1) return found[0]!
  if (found.length > 1)
    throw new CliFailure(
      EXIT.unusable,
      `Several runs are open: name one with --run. ${found.map(({ release, run }) => `${run.id} (${release}, ${run.title} in ${run.environment})`).join(', ')}.`,
    )
  if (options.run) throw new CliFailure(EXIT.unusable, `No run ${options.run} is open. "cockpit status" shows what is.`)
  return { release: wanted ?? (await findRelease(client, undefined)).release, run: undefined }
}

/** A protected environment is confirmed once, for exactly this command: typed at the terminal, or given with --confirm. */
async function confirmed(
  client: CockpitClient,
  release: ReleaseId,
  command: ExecInput,
  options: ExecOptions,
  io: CliIo,
): Promise<string | undefined> {
  if (options.confirm) return options.confirm
  const preview: ExecPreview = await client.call('exec.preview', { release, command })
  if (!preview.ok) throw new CliFailure(exitCodeOf(preview.rejection.code), preview.rejection.message)
  if (!preview.protected) return undefined
  const { environment, text, confirmation } = preview
  const where = `${environment.toUpperCase()}, ${preview.runId ? `run ${preview.runId}` : 'no run is open'}`
  io.stderr(`${where}. This command is not in the runbook:\n  $ ${text}\n`)
  if (!io.ask || !io.terminal.interactive)
    throw new CliFailure(EXIT.refused, `${environment} is protected. To run exactly this: --confirm ${confirmation}`)
  const typed = (await io.ask(`Type ${confirmation} to run it: `)).trim()
  if (typed !== confirmation) throw new CliFailure(EXIT.refused, 'Not confirmed: nothing was run.')
  return confirmation
}

async function followAdHoc(
  client: CockpitClient,
  release: ReleaseId,
  before: RunState,
  as: Sender,
  io: CliIo,
): Promise<number> {
  const state = await readState(client, release)
  const run = state.runs[before.id]!
  const id = Object.keys(run.adHoc ?? {}).at(-1) as StepId
  const attempt = selectLastAttempt(state, run, id)!
  const ended = await followAttempt({ client, release, as, io }, attempt.id)
  const word = ended.status === 'succeeded' ? 'done' : ended.status.replace('-', ' ')
  const took = ended.durationMs === undefined ? '' : ` after ${formatClock(ended.durationMs)}`
  io.stderr(`Ad-hoc step ${id} in run ${run.id}: ${word}${took}${ended.reason ? `, ${ended.reason}` : ''}\n`)
  if (ended.status === 'succeeded') return EXIT.ok
  io.stderr(`The run waits for you: cockpit attach ${run.id}\n`)
  return EXIT.failed
}
