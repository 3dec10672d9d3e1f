/** Whether the folder of the open run says something else than the run is pinned to: asked again every few seconds and when the window is looked at. */
import { useEffect, useState } from 'react'
import type { RunChanges } from '../../shared/contract/results.ts'
import { useSession } from './context.tsx'
import type { Deck } from './use-deck.ts'

const LOOK_MS = 5000

export function useChanges({ state, run, isOpen }: Deck): RunChanges | undefined {
  const { cockpit } = useSession()
  const [changes, setChanges] = useState<RunChanges>()
  const { release } = state
  const runId = isOpen && run?.kind === 'deploy' && !run.rehearsal && run.stageIds.length > 0 ? run.id : undefined
  const pinned = run?.resolvedDigest
  useEffect(() => {
    void pinned
    setChanges(undefined)
    if (!runId) return
    let isOld = false
    const look = () =>
      cockpit.client
        .call('run.changes', { release, runId })
        .then((found) => !isOld && setChanges(found))
        .catch(() => {})
    void look()
    const timer = setInterval(look, LOOK_MS)
    window.addEventListener('focus', look)
    return () => {
      isOld = true
      clearInterval(timer)
      window.removeEventListener('focus', look)
    }
  }, [cockpit, release, runId, pinned])
  return changes
}
