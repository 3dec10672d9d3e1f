/** Who is at the keyboard, how the window looks, secrets that are kept, and what this cockpit is. */
import { formatRole } from '../../../shared/documents/words.ts'
import { useCockpit, useSetUi, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { KeychainSettings } from './keychain-settings.tsx'

export function SettingsView({ deck }: { deck: Deck | undefined }) {
  const { theme, person } = useUi((ui) => ui)
  const hello = useCockpit((state) => state.hello)
  const setUi = useSetUi()
  const roles = Object.keys(deck?.state.definition?.team ?? {})
  return (
    <main className="page">
      <h2 className="page-title">Settings</h2>
      <section className="page-row">
        <div className="page-fields">
          <label className="labelled">
            <span className="label">Your name, on every entry you make</span>
            <input
              className="field"
              value={person.name}
              placeholder={hello?.user ?? ''}
              onChange={(event) => setUi({ person: { ...person, name: event.target.value } })}
            />
          </label>
          <label className="labelled">
            <span className="label">Your role</span>
            <select
              className="field"
              value={person.role}
              onChange={(event) => setUi({ person: { ...person, role: event.target.value } })}
            >
              <option value="">none</option>
              {[...new Set([...roles, ...(person.role ? [person.role] : [])])].map((role) => (
                <option key={role} value={role}>
                  {formatRole(role)}
                </option>
              ))}
            </select>
          </label>
          <fieldset className="page-themes">
            <legend className="label">Look</legend>
            {(['dark', 'light'] as const).map((each) => (
              <label key={each} className="check">
                <input type="radio" name="theme" checked={theme === each} onChange={() => setUi({ theme: each })} />
                <span>{each === 'dark' ? 'Dark' : 'Light, for a bright room or a projector'}</span>
              </label>
            ))}
          </fieldset>
        </div>
      </section>
      <KeychainSettings deck={deck} />
      {hello && (
        <dl className="facts-table page-about">
          <dt>Version</dt>
          <dd>{hello.version}</dd>
          <dt>Ledger</dt>
          <dd className="mono">{hello.ledgerFile}</dd>
          <dt>Owner</dt>
          <dd>
            process {hello.pid} on {hello.host}, epoch {hello.epoch}
          </dd>
        </dl>
      )}
    </main>
  )
}
