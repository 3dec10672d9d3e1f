import { useEffect, useState } from 'react'
import { useSession } from './context.tsx'
import type { Deck } from './use-deck.ts'

/** Undefined until the folder was looked at; again when another definition is read. */
export function useMissingScripts({ state }: Deck): string[] | undefined {
  const { cockpit } = useSession()
  const [missing, setMissing] = useState<string[]>()
  const { release, definition } = state
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again when the definition changed
  useEffect(() => {
    let isCurrent = true
    void cockpit.client
      .call('readiness.read', { release })
      .then(({ missingScripts }) => isCurrent && setMissing(missingScripts))
      .catch(() => {})
    return () => {
      isCurrent = false
    }
  }, [cockpit, release, definition])
  return missing
}
