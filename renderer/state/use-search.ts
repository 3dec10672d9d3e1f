/** A search of this window: begun again when the question changes, watched until it is closed. */
import { useEffect, useMemo, useState } from 'react'
import { followSearch } from '../../shared/contract/follow-search.ts'
import type { SearchHit, SearchPage } from '../../shared/contract/search.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { useSession } from './context.tsx'
import { messageOf } from './message-of.ts'
import type { SearchWish } from './ui-store.ts'

/** More than anybody looks through; beyond it the search stops. */
export const MOST_SHOWN = 10_000
const ASK_AFTER_MS = 200

export type Searched = { hits: readonly SearchHit[]; page?: SearchPage; problem?: string; isFull: boolean }

const NOTHING: Searched = { hits: [], isFull: false }

function added(before: Searched, page: SearchPage): Searched {
  const kept = page.isForgotten ? [] : before.hits
  const hits = page.hits.length > 0 ? [...kept, ...page.hits].slice(0, MOST_SHOWN) : kept
  return { hits, page, problem: page.problem, isFull: hits.length >= MOST_SHOWN }
}

/** `round` changes when the same is to be searched again. */
export function useSearch(wish: SearchWish, release: ReleaseId | undefined, round: number) {
  const { cockpit } = useSession()
  const [searched, setSearched] = useState(NOTHING)
  const [isStopped, setStopped] = useState(false)
  const { text, isRegex, matchCase, isEverywhere, entries, output } = wish
  const query = useMemo(
    () => ({
      text,
      mode: isRegex ? ('regex' as const) : ('plain' as const),
      matchCase,
      releases: isEverywhere || !release ? ('all' as const) : [release],
      in: { entries, output },
      context: 1,
      watch: true,
    }),
    [text, isRegex, matchCase, isEverywhere, release, entries, output],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: searched again in another round
  useEffect(() => {
    setSearched(NOTHING)
    setStopped(false)
  }, [query, round])
  // biome-ignore lint/correctness/useExhaustiveDependencies: searched again in another round
  useEffect(() => {
    if (query.text === '' || isStopped) return
    let end = () => {}
    const timer = setTimeout(() => {
      let sofar = NOTHING
      const followed = followSearch(cockpit.client, query, (page) => {
        sofar = added(sofar, page)
        setSearched(sofar)
        if (sofar.isFull) followed.end()
      })
      end = followed.end
      followed.ended.catch((problem) => setSearched((now) => ({ ...now, problem: messageOf(problem) })))
    }, ASK_AFTER_MS)
    return () => {
      clearTimeout(timer)
      end()
    }
  }, [cockpit, query, isStopped, round])
  return { searched, isStopped, stop: () => setStopped(true) }
}
