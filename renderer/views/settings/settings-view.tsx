/** Who is at the keyboard, how the window looks and calls, secrets that are kept, what this machine has, and what this cockpit is. */
import { useCockpit } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { FolderSettings } from './folder-settings.tsx'
import { KeychainSettings } from './keychain-settings.tsx'
import { MachineSettings } from './machine-settings.tsx'
import { PersonSettings } from './person-settings.tsx'
import { RoomSettings } from './room-settings.tsx'
import { ScreenSettings } from './screen-settings.tsx'

export function SettingsView({ deck }: { deck: Deck | undefined }) {
  return (
    <main className="page">
      <h2 className="page-title">Settings</h2>
      <div className="settings">
        <div className="settings-fields">
          <PersonSettings deck={deck} />
          <ScreenSettings />
          <RoomSettings />
          <FolderSettings />
          <p className="small t3">Kept in this browser, never on the record.</p>
        </div>
        <div>
          <MachineSettings deck={deck} />
          <KeychainSettings deck={deck} />
          <About />
        </div>
      </div>
    </main>
  )
}

function About() {
  const hello = useCockpit((state) => state.hello)
  if (!hello) return null
  return (
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
  )
}
