import { useEffect, useState } from 'react'
import type { RunPreview } from '../../../shared/contract/results.ts'
import type { Stage } from '../../../shared/runbook/model.ts'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'

type Shown = { preview?: RunPreview; problem?: string }

export function usePreview(
  deck: Deck,
  stageId: Stage['id'] | undefined,
  environment: string,
  inputs: Record<string, string>,
): Shown {
  const { cockpit } = useSession()
  const [shown, setShown] = useState<Shown>({})
  const release = deck.state.release
  const key = JSON.stringify(inputs)
  useEffect(() => {
    if (!stageId) return
    let isOld = false
    const timer = setTimeout(() => {
      cockpit.client
        .call('run.preview', { release, stageId, environment, inputs: JSON.parse(key) as Record<string, string> })
        .then((preview) => !isOld && setShown({ preview }))
        .catch((problem) => !isOld && setShown({ problem: messageOf(problem) }))
    }, 120)
    return () => {
      isOld = true
      clearTimeout(timer)
    }
  }, [cockpit, release, stageId, environment, key])
  return shown
}
