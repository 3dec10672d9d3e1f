import { useEffect, useState } from 'react'
import { formatRole } from '../../../shared/documents/words.ts'
import { useCockpit, useSetUi, useUi } from '../../state/context.tsx'
import { objectToName } from '../../state/preferences.ts'
import type { Deck } from '../../state/use-deck.ts'
import { CheckedField } from './checked-field.tsx'

/** In whose name this window acts. */
export function PersonSettings({ deck }: { deck: Deck | undefined }) {
  const person = useUi((ui) => ui.person)
  const user = useCockpit((state) => state.hello?.user)
  const setUi = useSetUi()
  const [name, setName] = useState(person.name)
  useEffect(() => setName(person.name), [person.name])
  const definition = deck?.state.definition
  const roles = [...Object.keys(definition?.team ?? {}), ...Object.keys(definition?.process?.roles ?? {}), person.role]
  const problem = objectToName(name)
  return (
    <section aria-label="You">
      <CheckedField
        label="Your name, on every entry you make"
        value={name}
        placeholder={user ?? ''}
        most={200}
        problem={problem}
        onChange={(next) => {
          setName(next)
          if (!objectToName(next)) setUi({ person: { ...person, name: next.trim() } })
        }}
      />
      <label className="labelled">
        <span className="label">Your role</span>
        <select
          className="field"
          value={person.role}
          onChange={(event) => setUi({ person: { ...person, role: event.target.value } })}
        >
          <option value="">none</option>
          {[...new Set(roles.filter(Boolean))].map((role) => (
            <option key={role} value={role}>
              {formatRole(role)}
            </option>
          ))}
        </select>
      </label>
    </section>
  )
}
