/** Closing a release: what it is closed without is said before, and stands on the record. */
import { useState } from 'react'
import { formatRole } from '../../../shared/documents/words.ts'
import { selectClosureConditions } from '../../../shared/domain/closure/closure-conditions.ts'
import { Choice } from '../../components/choice.tsx'
import { useSend, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { ReasonDialog } from './reason-dialog.tsx'

const NAMED = 5

export function CloseDialog({ deck, onClose }: { deck: Deck; onClose: () => void }) {
  const send = useSend()
  const own = useUi((ui) => ui.person.role)
  const { process, team } = deck.state.definition!
  const roles = Object.keys(process?.roles ?? team)
  const [override, setOverride] = useState('')
  const [role, setRole] = useState(
    roles.includes(own) ? own : (roles.find((each) => each === 'project-manager') ?? roles[0] ?? ''),
  )
  const missing = selectClosureConditions(deck.state, deck.nowMs)
  const rest = missing.length - NAMED
  const close = (words: string) =>
    send(
      {
        type: 'release.close',
        words,
        ...(override.trim() === '' ? {} : { override }),
        ...(role === '' ? {} : { role }),
      },
      role || undefined,
    )
  return (
    <ReasonDialog
      title={`Close ${deck.state.name} ${deck.state.version}`}
      explains="It is complete, and its record is read only from then on. A rollback stays possible, and so does taking it up again with a reason."
      label="How it went, goes on the record"
      submit={missing.length === 0 ? 'Close the release' : `Close it without ${missing.length}`}
      tone={missing.length === 0 ? 'primary' : 'danger'}
      onClose={onClose}
      onSubmit={close}
    >
      {missing.length > 0 && (
        <>
          <p className="prose t2 close-missing">
            <b>{missing.length} missing:</b>{' '}
            {missing
              .slice(0, NAMED)
              .map(({ title }) => title)
              .join('; ')}
            {rest > 0 ? ` and ${rest} more` : ''}.
          </p>
          <label className="labelled">
            <span className="label">Why it is closed without them</span>
            <input
              className="field"
              value={override}
              maxLength={2000}
              onChange={(event) => setOverride(event.target.value)}
            />
          </label>
        </>
      )}
      <Choice
        label="In the role of"
        value={role}
        options={roles.map((each) => [each, process?.roles[each]?.title ?? formatRole(each)] as const)}
        onChange={setRole}
      />
    </ReasonDialog>
  )
}
