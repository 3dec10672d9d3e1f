/** How far an export is, and the way to end it. */
import { formatBytes } from '../../shared/documents/words.ts'

type Props = { doneBytes: number; totalBytes: number; onCancel: () => void }

export function ExportProgress({ doneBytes, totalBytes, onCancel }: Props) {
  return (
    <div className="export-row">
      <progress
        aria-label="Export"
        {...(totalBytes > 0 ? { value: Math.min(doneBytes, totalBytes), max: totalBytes } : {})}
      />
      <span className="small t2">
        {totalBytes > 0 ? `${formatBytes(doneBytes)} of about ${formatBytes(totalBytes)}` : 'Writing the documents…'}
      </span>
      <button type="button" className="btn" onClick={onCancel}>
        Stop
      </button>
    </div>
  )
}
