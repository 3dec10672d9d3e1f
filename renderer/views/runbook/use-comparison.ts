/** The folder against the version last executed or a revision: asked again when either changes and when the window is looked at. */
import { useEffect, useState } from 'react'
import type { Params } from '../../../shared/contract/methods.ts'
import type { Comparison } from '../../../shared/runbook/diff/comparison.ts'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'

export type Against = Params<'runbook.compare'>['against']

/** Undefined while it is read for the first time. */
export function useComparison({ state, run }: Deck, against: Against | undefined): Comparison | undefined {
  const { cockpit } = useSession()
  const [found, setFound] = useState<Comparison>()
  const asked = JSON.stringify(against)
  const { release, definitionDigest } = state
  const runId = run?.id
  useEffect(() => {
    void [definitionDigest, runId]
    setFound(undefined)
    if (asked === undefined) return
    let isOld = false
    const look = () =>
      cockpit.client
        .call('runbook.compare', { release, against: JSON.parse(asked) as Against })
        .catch((failure: unknown): Comparison => ({ state: 'none', code: 'unreadable', message: messageOf(failure) }))
        .then((comparison) => !isOld && setFound(comparison))
    void look()
    window.addEventListener('focus', look)
    return () => {
      isOld = true
      window.removeEventListener('focus', look)
    }
  }, [cockpit, release, asked, definitionDigest, runId])
  return found
}
