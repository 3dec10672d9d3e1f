/** A closed release is read only: said in every view, with the way to go on. */
import { formatActor } from '../../../shared/documents/words.ts'
import { Mark } from '../../components/mark.tsx'
import { formatDate } from '../../components/time.ts'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

export function ClosedBand({ deck: { state, offsetMinutes } }: { deck: Deck }) {
  const setUi = useSetUi()
  if (!state.closed) return null
  const { by, atMs, words } = state.closed
  return (
    <section className="deviation" aria-label="Closed">
      <b className="deviation-word">
        <Mark name="lock" /> Closed, read only
      </b>
      <span className="clip" title={words}>
        By {formatActor(by)}, {formatDate(atMs, offsetMinutes)}: {words}
      </span>
      <button type="button" className="btn btn-plain end" onClick={() => setUi({ dialog: { kind: 'reopen' } })}>
        Take it up again…
      </button>
    </section>
  )
}
