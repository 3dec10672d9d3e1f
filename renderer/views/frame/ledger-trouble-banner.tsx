/** Loud for as long as it lasts: what happens now cannot be recorded, or comes out of the reserve. */
import { troubleHeading, troubleMeaning } from '../../../shared/documents/trouble-words.ts'
import { formatClock } from '../../../shared/documents/words.ts'
import { Mark } from '../../components/mark.tsx'
import { formatTime } from '../../components/time.ts'
import { useCockpit } from '../../state/context.tsx'

export function LedgerTroubleBanner({
  offsetMinutes = -new Date().getTimezoneOffset(),
}: {
  offsetMinutes?: number | undefined
}) {
  const trouble = useCockpit((state) => state.hello?.trouble)
  const nowMs = useCockpit((state) => state.nowMs)
  if (!trouble) return null
  return (
    <div className="connection ledger-trouble" role="alert">
      <Mark name="ledger" />
      <b>
        {troubleHeading(trouble)} since {formatTime(trouble.sinceMs, offsetMinutes)},{' '}
        {formatClock(Math.max(0, nowMs - trouble.sinceMs))}.
      </b>
      <span>
        {trouble.message} {troubleMeaning(trouble)}
      </span>
    </div>
  )
}
