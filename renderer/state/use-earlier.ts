/** What earlier runs say of the steps of the open release: asked when it is opened and when a run ends, again while old releases are still being read. */
import { useEffect } from 'react'
import { useCockpit, useSession } from './context.tsx'

const ASK_AGAIN_MS = 3000

export function useEarlier(): void {
  const { cockpit } = useSession()
  const release = useCockpit((state) => state.release?.release)
  const ended = useCockpit(
    ({ release: open }) => open?.runOrder.filter((id) => open.runs[id]?.finished !== undefined).length ?? 0,
  )
  useEffect(() => {
    void ended
    if (release === undefined) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOld = false
    // Without an answer the forecast says less; whatever is wrong with the connection is said elsewhere.
    const ask = async () => {
      const earlier = await cockpit.client.call('history.steps', { release }).catch(() => undefined)
      if (isOld || !earlier) return
      cockpit.store.setState({ earlier })
      if (earlier.pending > 0) timer = setTimeout(() => void ask(), ASK_AGAIN_MS)
    }
    void ask()
    return () => {
      isOld = true
      clearTimeout(timer)
    }
  }, [cockpit, release, ended])
}
