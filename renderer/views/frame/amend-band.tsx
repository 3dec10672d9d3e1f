/** The folder says something else than the open run: nothing happens by itself, a person reviews the difference. */
import { formatActor } from '../../../shared/documents/words.ts'
import { Mark } from '../../components/mark.tsx'
import { useSetUi } from '../../state/context.tsx'
import { useChanges } from '../../state/use-changes.ts'
import type { Deck } from '../../state/use-deck.ts'

export function AmendBand({ deck }: { deck: Deck }) {
  const changes = useChanges(deck)
  const setUi = useSetUi()
  if (!changes || changes.state === 'same') return null
  const request = deck.run?.amendRequest
  const count = changes.state === 'changed' ? changes.changes.filter((each) => each.kind !== 'kept').length : 0
  const steps = count === 0 ? '' : count === 1 ? ', 1 step ahead' : `, ${count} steps ahead`
  return (
    <section className="amend" aria-label="Amend">
      <Mark name="folder" />
      {changes.state === 'unreadable' ? (
        <span className="clip">
          <b>The folder cannot be used now; this run goes on as it was started.</b> {changes.message}
        </span>
      ) : (
        <span className="clip">
          <b>The folder changed since this run was started{steps}.</b>{' '}
          {request
            ? `${formatActor(request.by)} asks to amend: another person approves.`
            : 'The run goes on as it was started until somebody amends it.'}
        </span>
      )}
      {changes.state === 'changed' && (
        <button type="button" className="btn end" onClick={() => setUi({ dialog: { kind: 'amend' } })}>
          Review…
        </button>
      )}
    </section>
  )
}
