/** Searching entries and stored output. */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import type { OwnerContext } from '../context.ts'

export function startSearch(
  { searches, ports }: OwnerContext,
  query: ParsedParams<'search.start'>,
): Results['search.start'] {
  const unknown = query.releases === 'all' ? undefined : query.releases.find((each) => !ports.store.head(each))
  if (unknown) return { ok: false, message: `This ledger has no release "${unknown}".` }
  if (!query.in.entries && !query.in.output)
    return { ok: false, message: 'Say where to look: in the entries, in the output, or in both.' }
  const started = searches.start(query)
  return 'job' in started ? { ok: true, job: started.job } : { ok: false, message: started.problem }
}

/** A search lives in its owner: after a takeover it is begun again. */
export async function nextOfSearch(
  { searches }: OwnerContext,
  { job, after }: ParsedParams<'search.next'>,
): Promise<Results['search.next']> {
  const page = await searches.next(job, after)
  if (!page) throw wireFailure('unknown-search', 'This search is not known any more: search again.')
  return page
}

export const cancelSearch = (
  { searches }: OwnerContext,
  { job }: ParsedParams<'search.cancel'>,
): Results['search.cancel'] => ({ cancelled: searches.cancel(job) })
