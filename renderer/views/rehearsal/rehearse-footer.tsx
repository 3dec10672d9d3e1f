import type { RehearsalPreview } from '../../../shared/contract/results.ts'
import { formatClock, formatDigest } from '../../../shared/documents/words.ts'
import { Mark } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'

type Props = {
  preview?: RehearsalPreview
  refusal?: string
  isReady: boolean
  onClose: () => void
  onStart: () => void
}

export function RehearseFooter({ preview, refusal, isReady, onClose, onStart }: Props) {
  const plannedMs = preview?.steps.reduce((sum, each) => sum + (each.plannedMs ?? 0), 0) ?? 0
  const real = preview?.steps.filter(({ isReal }) => isReal).length ?? 0
  return (
    <>
      <div className="small t2 grow">
        {refusal ? (
          <Refusal sentence={refusal} />
        ) : (
          <>
            {real > 0 && (
              <b className="t1">
                {real} {real === 1 ? 'command runs' : 'commands run'} for real.{' '}
              </b>
            )}
            {plannedMs > 0 ? `Planned at this speed: ${formatClock(plannedMs)}. ` : ''}
            No window, condition or approval is asked.
          </>
        )}
      </div>
      <button type="button" className="btn" onClick={onClose}>
        Cancel <kbd>Esc</kbd>
      </button>
      <button type="button" className="btn btn-primary" disabled={!isReady} onClick={onStart} title={preview?.title}>
        <Mark name="play" /> Rehearse {preview && <span className="mono">{formatDigest(preview.resolvedDigest)}</span>}
      </button>
    </>
  )
}
