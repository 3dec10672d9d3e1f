import { useEffect } from 'react'
import { useCockpit, useSession } from './context.tsx'
import type { Deck } from './use-deck.ts'

/** So much before the run is shown with it. */
const BEFORE_MS = 3_600_000

/** Asks the owner to measure while nothing runs, and reads what was measured before. */
export function useWatching(deck: Deck) {
  const { cockpit } = useSession()
  const release = deck.state.release
  const environment = deck.environment.name
  const epoch = useCockpit((state) => state.connection.sinceMs)
  const definition = deck.state.definitionDigest
  const sinceMs = deck.runs[0] && deck.runs[0].startedAtMs - BEFORE_MS
  useEffect(() => {
    void epoch
    void definition
    cockpit.client.call('metrics.watch', { release, environment }).catch(() => undefined)
    void cockpit.loadSamples(environment, sinceMs).catch(() => undefined)
  }, [cockpit, release, environment, epoch, definition, sinceMs])
}
