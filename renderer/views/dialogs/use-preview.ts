import { useEffect, useState } from 'react'
import type { Params } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'

type PreviewMethod = 'run.preview' | 'rehearsal.preview'

type Shown<M extends PreviewMethod> = { of?: string; preview?: Results[M]; problem?: string }

/** While a choice is being made it is not asked at every step of it. */
const WAIT_MS = 120

/**
 * What a start would do, asked again when the choice changes. Until the answer is there the one before stays, so that nothing jumps; `isCurrent` says whether it
 * is of this choice, and may be started by its digest.
 */
export function usePreview<M extends PreviewMethod>(method: M, params: Params<M> | undefined) {
  const { cockpit } = useSession()
  const [shown, setShown] = useState<Shown<M>>({})
  const key = params === undefined ? undefined : JSON.stringify(params)
  useEffect(() => {
    if (key === undefined) return
    let isOld = false
    const timer = setTimeout(() => {
      cockpit.client
        .call(method, JSON.parse(key) as Params<M>)
        .then((preview) => !isOld && setShown({ of: key, preview }))
        .catch((problem) => !isOld && setShown({ of: key, problem: messageOf(problem) }))
    }, WAIT_MS)
    return () => {
      isOld = true
      clearTimeout(timer)
    }
  }, [cockpit, method, key])
  const { of, preview, problem } = shown
  return { preview, problem, isCurrent: of === key }
}
