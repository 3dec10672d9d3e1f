import { useEffect, useState } from 'react'
import type { Results } from '../../../shared/contract/results.ts'
import { useSession } from '../../state/context.tsx'

/** Where the same rollback is kept for when the cockpit is gone; written as of now. */
export function EmergencyPath({ environment }: { environment: string }) {
  const { cockpit } = useSession()
  const [written, setWritten] = useState<Results['emergency.write']>()
  useEffect(() => {
    const { release } = cockpit.store.getState()
    if (!release) return
    let isShown = true
    cockpit.client
      .call('emergency.write', { release: release.release, environment })
      .then((answer) => isShown && setWritten(answer))
      .catch(() => {})
    return () => {
      isShown = false
    }
  }, [cockpit, environment])
  if (!written) return null
  return (
    <p className="dialog-pad small t2">
      {written.ok ? (
        <>
          Without the cockpit: <span className="mono exec-line">{written.script}</span>
        </>
      ) : (
        written.message
      )}
    </p>
  )
}
