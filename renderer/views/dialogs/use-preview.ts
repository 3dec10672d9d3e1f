import { useEffect, useState } from 'react'
import type { Params } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'

type PreviewMethod = 'run.preview' | 'rehearsal.preview'

type Shown<M extends PreviewMethod> = { of?: string; preview?: Results[M]; problem?: string }

/** While a choice is being made it is not asked at every step of it. */
const WAIT_MS = 120

const armedUntil = (preview: object | undefined): number | undefined =>
  preview && 'arm' in preview ? (preview.arm as Results['run.preview']['arm'])?.untilMs : undefined

/** Whether that moment has passed, also when the machine slept over it. */
function useIsPast(untilMs: number | undefined): boolean {
  const [past, setPast] = useState<number>()
  useEffect(() => {
    if (untilMs === undefined) return
    const timer = setTimeout(() => setPast(untilMs), Math.max(0, untilMs - Date.now()))
    return () => clearTimeout(timer)
  }, [untilMs])
  return untilMs !== undefined && past === untilMs
}

/**
 * What a start would do, asked again when the choice changes. Until the answer is there the one before stays, so that nothing jumps; `isCurrent` says whether it
 * is of this choice, and may be started by its digest. `isExpired`: it was shown too long ago to start a protected run by it; `lookAgain` asks anew.
 */
export function usePreview<M extends PreviewMethod>(method: M, params: Params<M> | undefined) {
  const { cockpit } = useSession()
  const [shown, setShown] = useState<Shown<M>>({})
  const [looks, setLooks] = useState(0)
  const key = params === undefined ? undefined : JSON.stringify(params)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another look asks the same again
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
  }, [cockpit, method, key, looks])
  const { of, preview, problem } = shown
  const isExpired = useIsPast(armedUntil(preview))
  return { preview, problem, isCurrent: of === key, isExpired, lookAgain: () => setLooks((count) => count + 1) }
}
