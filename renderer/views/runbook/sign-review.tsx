import { selectSubject } from '../../../shared/domain/signoffs/subject-words.ts'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import type { FoundAt } from './use-reviewed.ts'

/** Who has read the runbook says so, bound to what it does. Errors forbid a GO; a NO-GO is always possible. */
export function SignReview({ deck, found }: { deck: Deck; found: readonly FoundAt[] }) {
  const setUi = useSetUi()
  const errors = found.filter(({ finding }) => finding.severity === 'error').length
  const roles = selectSubject(deck.state, { kind: 'review' })?.roles.length ?? 0
  if (roles === 0) return null
  return (
    <>
      {errors > 0 && (
        <span className="small t2">
          {errors} {errors === 1 ? 'error forbids' : 'errors forbid'} a GO
        </span>
      )}
      <button
        type="button"
        className="btn btn-primary"
        onClick={() => setUi({ dialog: { kind: 'sign', about: { kind: 'review' } } })}
      >
        Sign review…
      </button>
    </>
  )
}
