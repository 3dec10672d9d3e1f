/** The runbook as it stands in the folder, its text before what the machine's shells say of it: read when the view opens, when the record has a new definition, and when the window is looked at again. */
import { useCallback, useEffect, useState } from 'react'
import type { ReviewSource } from '../../shared/contract/results.ts'
import { useSession } from './context.tsx'
import { messageOf } from './message-of.ts'
import type { Deck } from './use-deck.ts'

export type ReviewReading = { source?: ReviewSource; problem?: string; read: () => void }

/** The same answer again changes nothing on the screen. */
const same = (a: ReviewSource | undefined, b: ReviewSource) =>
  a !== undefined && JSON.stringify(a) === JSON.stringify(b)

export function useReview({ state }: Deck): ReviewReading {
  const { cockpit } = useSession()
  const [source, setSource] = useState<ReviewSource>()
  const [problem, setProblem] = useState<string>()
  const { release, definition } = state
  const read = useCallback(() => {
    const ask = async (isThorough: boolean) => {
      const answer = await cockpit.client.call('review.read', { release, isThorough })
      setSource((before) => (same(before, answer) || (before && !isThorough) ? before : answer))
    }
    ask(false)
      .then(() => ask(true))
      .then(
        () => setProblem(undefined),
        (failure: unknown) => setProblem(messageOf(failure)),
      )
  }, [cockpit, release])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new definition on record means that the files changed
  useEffect(read, [read, definition])
  useEffect(() => {
    window.addEventListener('focus', read)
    return () => window.removeEventListener('focus', read)
  }, [read])
  return { ...(source ? { source } : {}), ...(problem ? { problem } : {}), read }
}
