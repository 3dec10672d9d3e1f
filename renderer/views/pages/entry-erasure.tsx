import type { RecordedEvent } from '../../../shared/events/index.ts'
import { formatDate, formatTime } from '../../components/time.ts'
import { useSetUi } from '../../state/context.tsx'
import { whoOf } from './ledger-kinds.ts'

const PROVES_THE_RECORD = ['release.created', 'checkpoint.signed', 'payload.erased', 'output.erased']

type Props = { events: readonly RecordedEvent[]; entry: RecordedEvent; offset: number }

/** Whether words of an entry were erased, by whom and why; else the way to do it. */
export function EntryErasure({ events, entry, offset }: Props) {
  const setUi = useSetUi()
  const erased = events.findLast((event) => event.type === 'payload.erased' && event.payload.seq === entry.seq)
  const canErase = !PROVES_THE_RECORD.includes(entry.type)
  return (
    <div className="ledger-chain">
      {erased?.type === 'payload.erased' && (
        <p className="t2 small">
          Words of it were erased by {whoOf(erased)} on {formatDate(Date.parse(erased.recordedAt), offset)},{' '}
          {formatTime(Date.parse(erased.recordedAt), offset)}: {erased.payload.reason}
        </p>
      )}
      {canErase && (
        <p>
          <button
            type="button"
            className="btn btn-plain"
            onClick={() => setUi({ dialog: { kind: 'erase', seq: entry.seq } })}
          >
            Erase a leak…
          </button>
        </p>
      )}
    </div>
  )
}
