/** The past releases of this ledger: asked when the view opens, when the window is looked at again and when a run ends; again and again while some are still being read. */
import { useEffect, useState } from 'react'
import type { PastRelease } from '../../shared/domain/history/past-release.ts'
import { useSession } from './context.tsx'
import { messageOf } from './message-of.ts'

export type PastReading = {
  /** Undefined until the first answer. */
  releases?: readonly PastRelease[]
  /** So many are still being read; their rows have no history yet. */
  pending: number
  /** When it was answered: the end of every range. */
  atMs: number
  problem?: string
}

const ASK_AGAIN_MS = 600

/** `isOpen`: whether a run of the shown release is open. */
export function useHistory(isOpen: boolean): PastReading {
  const { cockpit } = useSession()
  const [reading, setReading] = useState<PastReading>({ pending: 0, atMs: 0 })
  useEffect(() => {
    void isOpen
    let isOld = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async () => {
      clearTimeout(timer)
      try {
        const { releases, pending } = await cockpit.client.call('history.list', {})
        if (isOld) return
        setReading({ releases, pending, atMs: Date.now() })
        if (pending > 0) timer = setTimeout(() => void ask(), ASK_AGAIN_MS)
      } catch (failure) {
        if (!isOld) setReading((before) => ({ ...before, problem: messageOf(failure) }))
      }
    }
    const again = () => void ask()
    again()
    window.addEventListener('focus', again)
    return () => {
      isOld = true
      clearTimeout(timer)
      window.removeEventListener('focus', again)
    }
  }, [cockpit, isOpen])
  return reading
}
