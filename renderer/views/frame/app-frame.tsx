import type { ReactNode } from 'react'
import { formatClock, formatCount, formatRole } from '../../../shared/documents/words.ts'
import { selectOpenRuns } from '../../../shared/domain/steps.ts'
import { Mark } from '../../components/mark.tsx'
import { formatTime } from '../../components/time.ts'
import { useCockpit, useSetUi, useUi } from '../../state/context.tsx'
import { VIEWS } from '../../state/ui-store.ts'
import type { Deck } from '../../state/use-deck.ts'
import { DriverChip } from '../room/driver-chip.tsx'
import { ShareMark } from '../room/share-mark.tsx'
import { LedgerTroubleBanner } from './ledger-trouble-banner.tsx'

const title = (view: string) => view.charAt(0).toUpperCase() + view.slice(1)

export function AppFrame({ deck, children }: { deck: Deck | undefined; children: ReactNode }) {
  const isLive = deck !== undefined && selectOpenRuns(deck.state).some((run) => run.protected)
  return (
    <div className="app">
      <div className={`production-line ${isLive ? 'is-live' : ''}`} />
      <Tabs deck={deck} />
      <ConnectionBanner />
      <LedgerTroubleBanner offsetMinutes={deck?.offsetMinutes} />
      {children}
    </div>
  )
}

function Tabs({ deck }: { deck: Deck | undefined }) {
  const view = useUi((ui) => ui.view)
  const setUi = useSetUi()
  return (
    <section className="tabs" aria-label="Cockpit">
      <span className="tabs-name">Release Cockpit</span>
      <nav aria-label="Views">
        {VIEWS.map((each, index) => (
          <button
            key={each}
            type="button"
            className="tab"
            aria-current={view === each ? 'page' : undefined}
            onClick={() => setUi({ view: each })}
          >
            {title(each)} <span className="wide-only t3">{index + 1}</span>
          </button>
        ))}
      </nav>
      <div className="tabs-end">
        {deck && <LedgerFact deck={deck} />}
        {deck && <DriverChip deck={deck} />}
        <ShareMark />
        <Person deck={deck} />
        <button
          type="button"
          className="tab"
          aria-label="Find or do Ctrl K, anything by its name"
          onClick={() => setUi({ isPaletteOpen: true })}
        >
          <span className="wide-only">Find or do </span>
          <kbd>Ctrl K</kbd>
        </button>
      </div>
    </section>
  )
}

function LedgerFact({ deck: { state, offsetMinutes } }: { deck: Deck }) {
  const at = state.checkpoints.lastAtMs
  return (
    <span className="tabs-fact" title={`${formatCount(state.size)} entries`}>
      <Mark name="ledger" />
      <span className="wide-only">
        Ledger {formatCount(state.size)} entries{at === undefined ? '' : `, signed ${formatTime(at, offsetMinutes)}`}
      </span>
      <span className="narrow-only">{formatCount(state.size)} entries</span>
    </span>
  )
}

function Person({ deck }: { deck: Deck | undefined }) {
  const person = useUi((ui) => ui.person)
  const user = useCockpit((state) => state.hello?.user)
  const setUi = useSetUi()
  const name = person.name || user
  if (!name) return null
  return (
    <button
      type="button"
      className="tab"
      title="Who is at the keyboard"
      onClick={() => setUi(deck ? { dialog: { kind: 'keyboard' } } : { view: 'settings' })}
    >
      <span className="clip tabs-person">
        {name}
        {person.role && <span className="wide-only">, {formatRole(person.role)}</span>}
      </span>
    </button>
  )
}

/** Loud but not red: what is shown is old, and what runs goes on. */
function ConnectionBanner() {
  const connection = useCockpit((state) => state.connection)
  const nowMs = useCockpit((state) => state.nowMs)
  if (connection.state === 'connected') return null
  return (
    <div className="connection" role="alert">
      <Mark name="offline" />
      <b>Connection lost {formatClock(Math.max(0, nowMs - connection.sinceMs))} ago.</b>
      <span className="clip">
        What runs goes on; what you see is from then. Connecting again by itself. {connection.detail}
      </span>
    </div>
  )
}
