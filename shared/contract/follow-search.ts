/** Pulls a search page by page, no faster than its results are taken. */
import type { CockpitClient } from './client.ts'
import type { Params } from './methods.ts'
import type { SearchHit, SearchPage } from './search.ts'
import { WireFailure } from './wire-failure.ts'

export type FollowedSearch = {
  /** Ends it, here and where it runs. */
  end(): void
  /** Resolves with the last page; rejects with what is wrong with the search, as a sentence. */
  ended: Promise<SearchPage | undefined>
}

const GONE: readonly string[] = ['connection-lost', 'unknown-search']
/** So many results are remembered, to tell what is found again after the owner has changed. */
const MOST_REMEMBERED = 200_000

const keyOf = (hit: SearchHit) => (hit.kind === 'entry' ? `${hit.release} ${hit.seq}` : `${hit.attempt} ${hit.line}`)

/**
 * `onPage` gets every result once, and pages without one for how far it is; the next page is asked for when it has resolved. With `watch` it goes on
 * until it is ended. When the owner of the ledger changes it begins again and leaves out what was given before.
 */
export function followSearch(
  client: CockpitClient,
  query: Params<'search.start'>,
  onPage: (page: SearchPage) => void | Promise<void>,
): FollowedSearch {
  let isEnded = false
  let job: string | undefined
  const given = new Set<string>()
  const cancel = () => {
    if (job) void client.call('search.cancel', { job }).catch(() => {})
  }

  function fresh(hits: readonly SearchHit[]): SearchHit[] {
    return hits.filter((hit) => {
      const key = keyOf(hit)
      if (given.has(key)) return false
      given.add(key)
      return true
    })
  }

  async function follow(): Promise<SearchPage | undefined> {
    const started = await client.call('search.start', query)
    if (!started.ok) throw new WireFailure({ code: 'bad-search', message: started.message })
    job = started.job
    if (isEnded) cancel()
    let last: SearchPage | undefined
    for (let after = 0; !isEnded; ) {
      const page = await client.call('search.next', { job, after })
      if (isEnded) return last
      after += page.hits.length
      const isOver = page.hits.length === 0 && (page.phase === 'done' || page.phase === 'ended')
      last = page
      await onPage({ ...page, hits: fresh(page.hits) })
      if (isOver) return page
    }
    return last
  }

  async function followOwners(): Promise<SearchPage | undefined> {
    for (;;) {
      try {
        return await follow()
      } catch (error) {
        if (isEnded) return undefined
        const isGone = error instanceof WireFailure && GONE.includes(error.code)
        if (!isGone || given.size > MOST_REMEMBERED) throw error
      }
    }
  }

  return {
    ended: followOwners(),
    end() {
      if (isEnded) return
      isEnded = true
      cancel()
    },
  }
}
