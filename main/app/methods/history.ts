/** The list of past releases, and what they say of the steps of the next one. */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import { hintSteps } from '../../../shared/domain/history/step-hints.ts'
import type { OwnerContext } from '../context.ts'
import { listReleases } from './releases.ts'

/** One or two releases are read in less; the first time with an old ledger takes longer, and is asked again. */
const WAIT_MS = 150

export async function listHistory(context: OwnerContext): Promise<Results['history.list']> {
  const { past } = context
  const first = past.read()
  if (first.pending > 0) await past.settled(WAIT_MS)
  const { known, pending } = first.pending > 0 ? past.read() : first
  const releases = listReleases(context).map(({ release, name, version, status, environment, updatedAt, size }) => {
    const history = known.get(release)
    return {
      ...{ release, name, version, status, size, updatedAtMs: Date.parse(updatedAt) },
      ...(environment === undefined ? {} : { environment }),
      ...(history ? { history } : {}),
    }
  })
  return { releases, pending }
}

export async function readStepTimes(
  context: OwnerContext,
  { release, releases: most }: ParsedParams<'history.steps'>,
): Promise<Results['history.steps']> {
  const { past } = context
  const all = listReleases(context)
  const name = all.find((each) => each.release === release)?.name
  const ofProduct = all.filter((each) => each.name === name)
  // Most have been run: twice as many are enough to find those that were, and a forecast does not wait for all of an old ledger.
  const near = new Set(ofProduct.slice(0, 2 * most).map((each) => each.release))
  const first = past.read(near)
  if (first.pending > 0) await past.settled(WAIT_MS)
  const times = ofProduct
    .map((each) => past.stepsOf(each.release))
    .filter((each) => each.length > 0)
    .slice(0, most)
  const { pending } = first.pending > 0 ? past.read(near) : first
  return { steps: hintSteps(times), releases: times.length, pending }
}
