/** How far an export is, and the way to end it. */
import { formatBytes, formatCount } from '../../shared/documents/words.ts'

type Props = { done: number; total: number; unit: 'bytes' | 'entries'; onCancel: () => void }

const words = (done: number, total: number, unit: Props['unit']) =>
  unit === 'bytes'
    ? `${formatBytes(done)} of about ${formatBytes(total)}`
    : `${formatCount(done)} of ${formatCount(total)} entries`

export function ExportProgress({ done, total, unit, onCancel }: Props) {
  return (
    <div className="export-row">
      <progress aria-label="Export" {...(total > 0 ? { value: Math.min(done, total), max: total } : {})} />
      <span className="small t2">{total > 0 ? words(done, total, unit) : 'Reading the record…'}</span>
      <button type="button" className="btn" onClick={onCancel}>
        Stop
      </button>
    </div>
  )
}
