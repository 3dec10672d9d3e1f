import { Mark } from '../../../components/mark.tsx'
import { formatDay, formatTime } from '../../../components/time.ts'
import { useSetUi } from '../../../state/context.tsx'
import type { Deck } from '../../../state/use-deck.ts'

/** A no-go is said before anything else could be started. */
export function Standing({ deck }: { deck: Deck }) {
  const setUi = useSetUi()
  const { kind, by, reason, until, atMs } = deck.state.standing!
  const who = by.kind === 'person' ? `by ${by.name}, ` : ''
  return (
    <div className="what is-calm" role="status">
      <div className="what-head">
        <span className="label what-state">
          <Mark name="bars" />{' '}
          <span className="clip">
            {kind === 'postponed' ? 'Postponed' : 'Cancelled'} {who}
            {formatDay(atMs, deck.offsetMinutes)}
          </span>
        </span>
      </div>
      <div className="what-title clip" title={reason}>
        {reason}
      </div>
      <div className="what-foot">
        <span className="small t2 clip grow" title="Nothing starts in a protected environment.">
          {until
            ? `New start ${formatDay(Date.parse(until), deck.offsetMinutes)}, ${formatTime(Date.parse(until), deck.offsetMinutes)}`
            : 'Nothing starts when protected'}
        </span>
        <button type="button" className="btn" onClick={() => setUi({ dialog: { kind: 'reopen' } })}>
          Take it up again…
        </button>
      </div>
    </div>
  )
}
