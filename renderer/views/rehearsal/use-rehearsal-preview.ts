import { useEffect, useState } from 'react'
import type { Params } from '../../../shared/contract/methods.ts'
import type { RehearsalPreview } from '../../../shared/contract/results.ts'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'

type Shown = { preview?: RehearsalPreview; problem?: string }

const WAIT_MS = 120

/** What the rehearsal that is chosen would do; asked again when the choice changes. */
export function useRehearsalPreview(params: Params<'rehearsal.preview'>): Shown {
  const { cockpit } = useSession()
  const [shown, setShown] = useState<Shown>({})
  const key = JSON.stringify(params)
  useEffect(() => {
    let isOld = false
    const timer = setTimeout(() => {
      cockpit.client
        .call('rehearsal.preview', JSON.parse(key) as Params<'rehearsal.preview'>)
        .then((preview) => !isOld && setShown({ preview }))
        .catch((problem) => !isOld && setShown({ problem: messageOf(problem) }))
    }, WAIT_MS)
    return () => {
      isOld = true
      clearTimeout(timer)
    }
  }, [cockpit, key])
  return shown
}
