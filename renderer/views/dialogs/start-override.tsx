/** What speaks against a start in a protected environment, and the reason and role with which it is started all the same. */
import { roleTitle, roleTitles } from '../../../shared/documents/process-words.ts'
import { formatRole } from '../../../shared/documents/words.ts'
import type { MissingCondition } from '../../../shared/domain/process/missing-conditions.ts'
import { Mark } from '../../components/mark.tsx'
import { WordsField } from '../../components/words-field.tsx'
import type { Deck } from '../../state/use-deck.ts'

type Props = {
  deck: Deck
  objections: string[]
  missing: MissingCondition[]
  reason: string
  onReason: (reason: string) => void
  role: string
  onRole: (role: string) => void
}

export function Override({ deck, objections, missing, reason, onReason, role, onRole }: Props) {
  if (objections.length + missing.length === 0) return null
  return (
    <>
      {objections.map((message) => (
        <p key={message} className="blocker">
          <Mark name="gate-shut" /> {message}
        </p>
      ))}
      {missing.length > 0 && <Missing deck={deck} missing={missing} />}
      <WordsField label="Reason to start all the same, goes on the record" value={reason} onChange={onReason} />
      {missing.length > 0 && <OverrideRole deck={deck} role={role} onRole={onRole} />}
    </>
  )
}

function Missing({ deck, missing }: Pick<Props, 'deck' | 'missing'>) {
  const { process } = deck.state.definition!
  return (
    <section className="missing" aria-label="What the process asks for">
      <h3 className="blocker">
        <Mark name="gate-shut" /> {missing.length === 1 ? '1 condition is' : `${missing.length} conditions are`} missing
      </h3>
      <ul>
        {missing.map(({ id, title, words, asks, isVoid }) => (
          <li key={id}>
            <Mark name={isVoid ? 'void' : 'ring'} />
            <span>
              <b>{title}</b>{' '}
              <span className="t2">
                {asks.length > 0 && !id.startsWith('approvals/') && id !== 'go-poll'
                  ? `${roleTitles(process!, asks)} can say so`
                  : words}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function OverrideRole({ deck, role, onRole }: Pick<Props, 'deck' | 'role' | 'onRole'>) {
  const { process, team } = deck.state.definition!
  const roles = [...new Set([...Object.keys(team), ...Object.keys(process?.roles ?? {})])]
  return (
    <label className="labelled">
      <span className="label">As which role you go on without them</span>
      <select className="field" value={role} onChange={(event) => onRole(event.target.value)}>
        <option value="">Choose a role</option>
        {roles.map((each) => (
          <option key={each} value={each}>
            {process ? roleTitle(process, each) : formatRole(each)}
          </option>
        ))}
      </select>
    </label>
  )
}
