import type { CockpitClient } from '../../shared/contract/client.ts'
import { selectUnfinished } from '../../shared/domain/steps.ts'
import type { ReleaseId, RunId } from '../../shared/ids.ts'
import { sayDriver } from './drive.ts'
import { CliFailure } from './failure.ts'
import { followAndConclude } from './follow/follow-and-conclude.ts'
import { giveSecrets } from './give-secrets.ts'
import { type CliIo, EXIT } from './io.ts'
import { type LedgerOptions, readState, whoAmI, withCockpit } from './session.ts'

export type AttachOptions = LedgerOptions & {
  as?: string
  role?: string
  wait?: boolean
  continue?: boolean
  rollbackOnFailure?: boolean
  withoutSecrets?: boolean
}

/** The open run with this id, or the one started last. */
export async function findOpenRun(
  client: CockpitClient,
  wanted: string | undefined,
): Promise<{ release: ReleaseId; run: RunId }> {
  const open: { release: ReleaseId; run: RunId; startedAtMs: number; finished: boolean }[] = []
  for (const { release, status } of await client.call('releases.list', {})) {
    if (status === 'never run' && wanted === undefined) continue
    const state = await readState(client, release)
    const runs = wanted ? Object.values(state.runs).filter((run) => run.id === wanted) : selectUnfinished(state)
    open.push(
      ...runs.map((run) => ({
        release,
        run: run.id,
        startedAtMs: run.startedAtMs,
        finished: run.finished !== undefined,
      })),
    )
  }
  const last = open.toSorted((a, b) => a.startedAtMs - b.startedAtMs).at(-1)
  if (!last)
    throw new CliFailure(
      EXIT.unusable,
      wanted
        ? `This ledger has no run ${wanted}.`
        : 'No run is open in this ledger. "cockpit status" shows what there is.',
    )
  return last
}

/** `cockpit attach`: takes up an open run from here, after a crash or beside another window. */
export async function attachCommand(wanted: string | undefined, options: AttachOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const { release, run } = await findOpenRun(client, wanted)
    io.stdout(`Attached to run ${run} of ${release}\n`)
    sayDriver(await readState(client, release), io)
    const as = await whoAmI(client, options.as, options.role)
    await giveSecrets({ client, release, run, as, io, goOn: options.withoutSecrets ?? false })
    return followAndConclude({ client, release, as, io, options }, run)
  })
}
