/** `cockpit amend`: an open run takes up what its folder says now. Without --reason or --approve it only shows the difference. */
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { RunChanges } from '../../shared/contract/results.ts'
import { changeLines } from '../../shared/documents/amend-lines.ts'
import { formatActor, formatDigest } from '../../shared/documents/words.ts'
import type { RunState } from '../../shared/domain/state.ts'
import { type ReleaseId, runId } from '../../shared/ids.ts'
import { findOpenRun } from './attach.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { type LedgerOptions, readState, type Sender, send, whoAmI, withCockpit } from './session.ts'

export type AmendOptions = LedgerOptions & {
  reason?: string
  approve?: boolean
  withdraw?: boolean
  var?: Record<string, string>
  as?: string
  role?: string
  json?: boolean
}

type Place = { client: CockpitClient; release: ReleaseId; run: RunState; as: Sender; io: CliIo }

export async function amendCommand(wanted: string | undefined, options: AmendOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const found = await findOpenRun(client, wanted)
    const { release } = found
    const run = (await readState(client, release)).runs[found.run]!
    const as = await whoAmI(client, options.as, options.role)
    const place: Place = { client, release, run, as, io }
    if (options.withdraw) return withdraw(place, options.reason ?? '')
    const inputs = options.var ?? run.amendRequest?.inputs ?? {}
    const changes = await client.call('run.changes', { release, runId: runId(run.id), inputs })
    if (options.json) io.stdout(`${JSON.stringify(changes)}\n`)
    else show(place, changes)
    if (changes.state === 'unreadable') return EXIT.unusable
    if (changes.state === 'same') return options.approve || options.reason ? EXIT.failed : EXIT.ok
    if (changes.problems.length > 0) throw new CliFailure(EXIT.unusable, changes.problems.join('\n'))
    if (options.approve) return approve(place, changes)
    const reason = options.reason ?? (await askReason(io))
    if (!reason) return EXIT.ok
    return request(place, changes, reason, inputs)
  })
}

type Changed = Extract<RunChanges, { state: 'changed' }>

function show({ run, io }: Place, changes: RunChanges): void {
  if (changes.state === 'unreadable') io.stderr(`${changes.message}\n`)
  if (changes.state === 'same') io.stdout(`Nothing ahead of run ${run.id} differs from its folder.\n`)
  if (changes.state !== 'changed') return
  const bound = `${formatDigest(run.resolvedDigest)} to ${formatDigest(changes.resolvedDigest)}`
  io.stdout(`Run ${run.id}, ${run.title} in ${run.environment}: the folder changed since it was started, ${bound}\n`)
  for (const line of changeLines(changes)) io.stdout(`${line}\n`)
  if (run.amendRequest) io.stdout(`${formatActor(run.amendRequest.by)} asked to amend: ${run.amendRequest.reason}\n`)
}

async function askReason(io: CliIo): Promise<string> {
  if (io.ask && io.terminal.interactive)
    return (await io.ask('Why is the run amended? It goes on the record (Enter leaves it as it is): ')).trim()
  io.stdout('Nothing was changed. To amend: --reason WHY\n')
  return ''
}

async function request(
  { client, release, run, as, io }: Place,
  { resolvedDigest: shownDigest }: Changed,
  reason: string,
  inputs: Record<string, string>,
): Promise<number> {
  await send(client, release, { type: 'amend.request', runId: run.id, shownDigest, reason, inputs }, as)
  io.stdout(
    run.protected
      ? `${as.name} asks to amend run ${run.id}. ${run.environment} is protected, so another person approves: cockpit amend ${run.id} --approve --as NAME\n`
      : `Amended by ${as.name}, bound to ${formatDigest(shownDigest)}\n`,
  )
  return EXIT.ok
}

async function approve(
  { client, release, run, as, io }: Place,
  { resolvedDigest: shownDigest }: Changed,
): Promise<number> {
  await send(client, release, { type: 'amend.approve', runId: run.id, shownDigest }, as)
  io.stdout(`Amended, approved by ${as.name}, bound to ${formatDigest(shownDigest)}\n`)
  return EXIT.ok
}

async function withdraw({ client, release, run, as, io }: Place, reason: string): Promise<number> {
  await send(client, release, { type: 'amend.withdraw', runId: run.id, reason }, as)
  io.stdout('The amendment is withdrawn.\n')
  return EXIT.ok
}
