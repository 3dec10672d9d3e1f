/** What differs between the folder now and the version last executed, or a git revision. Records nothing. */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import type { ReleaseState } from '../../../shared/domain/state.ts'
import { compareWithRevision, compareWithRun, type Executed } from '../compare.ts'
import type { OwnerContext } from '../context.ts'
import { listReleases } from './releases.ts'
import { findRelease } from './runs.ts'

/** Of the releases of one name, so many are looked through for a run. */
const MOST_RELEASES = 30

function lastDeploy(state: ReleaseState, environment: string | undefined): Executed | undefined {
  const runs = state.runOrder.map((id) => state.runs[id]!)
  const run = runs.findLast(
    (each) =>
      each.kind === 'deploy' &&
      each.stageIds.length > 0 &&
      (environment === undefined || each.environment === environment),
  )
  return run && { definition: run.definition, runId: run.id, environment: run.environment, atMs: run.startedAtMs }
}

/** The last run of this release; of a release that was never run, that of the version before it. */
async function lastExecuted(
  context: OwnerContext,
  state: ReleaseState,
  environment: string | undefined,
): Promise<Executed | undefined> {
  const own = lastDeploy(state, environment)
  if (own) return own
  const name = state.definition?.name
  const others = listReleases(context).filter((each) => each.name === name && each.release !== state.release)
  for (const { release } of others.slice(0, MOST_RELEASES)) {
    const found = await context.engine.find(release)
    const executed = found && lastDeploy(found.state(), environment)
    if (executed) return executed
  }
  return undefined
}

export async function compareRunbook(
  context: OwnerContext,
  { release: id, against }: ParsedParams<'runbook.compare'>,
): Promise<Results['runbook.compare']> {
  const state = (await findRelease(context, id)).state()
  if ('revision' in against) return compareWithRevision(state.folder, against.revision, context.env)
  const { environment } = against.lastRun
  const executed = await lastExecuted(context, state, environment)
  if (executed) return compareWithRun(state.folder, executed)
  const where = environment === undefined ? '' : ` in ${environment}`
  return {
    state: 'none',
    code: 'never-executed',
    message: `No version of ${state.definition?.name ?? 'this release'} was executed${where} on this ledger yet: after its first run the difference to it is shown here. A git revision can be compared with now.`,
  }
}
