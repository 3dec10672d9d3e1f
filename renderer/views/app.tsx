import { MantineProvider } from '@mantine/core'
import { useEffect, useState } from 'react'
import '../styles/index.css'
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { DesktopBridge } from '../../shared/contract/desktop-bridge.ts'
import { readRoute } from '../../shared/contract/route.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { ErrorBoundary } from '../components/error-boundary.tsx'
import { startClock } from '../state/clock.ts'
import { createCockpit } from '../state/cockpit-store.ts'
import { type Session, SessionProvider, useCockpit, useUi } from '../state/context.tsx'
import { createUiStore } from '../state/ui-store.ts'
import { useCalls } from '../state/use-calls.ts'
import { type Deck, useDeck } from '../state/use-deck.ts'
import { useDiscretion } from '../state/use-discretion.ts'
import { useEarlier } from '../state/use-earlier.ts'
import { Dialogs } from './dialogs/dialogs.tsx'
import { AppFrame } from './frame/app-frame.tsx'
import { useDroppedFile } from './frame/use-dropped-file.ts'
import { WaitingRecord } from './frame/waiting-record.tsx'
import { HistoryView } from './history/history-view.tsx'
import { StartView } from './pages/start-view.tsx'
import { Palette } from './palette/palette.tsx'
import { ReleaseFrame, useBand } from './release-frame.tsx'
import { ReplayWindow } from './replay/replay-window.tsx'
import { SearchPanel } from './search/search-panel.tsx'
import { SettingsView } from './settings/settings-view.tsx'
import { useDesktop } from './use-desktop.ts'
import { useFirstRelease } from './use-first-release.ts'
import { useKeys } from './use-keys.ts'

type Props = { client: CockpitClient; desktop?: DesktopBridge }

function createSession({ client, desktop }: Props): Session {
  return {
    cockpit: createCockpit(client, Date.now, readRoute(location.hash)),
    ui: createUiStore(globalThis.localStorage),
    desktop,
  }
}

/** The whole window over any transport. */
export function App(props: Props) {
  const [session] = useState(() => createSession(props))
  useEffect(() => startClock(session.cockpit), [session])
  return (
    <MantineProvider
      withCssVariables={false}
      withGlobalClasses={false}
      cssVariablesSelector="#root"
      forceColorScheme="dark"
    >
      <ErrorBoundary what="The window">
        <SessionProvider session={session}>
          <Window />
        </SessionProvider>
      </ErrorBoundary>
    </MantineProvider>
  )
}

function Window() {
  const deck = useDeck()
  const theme = useUi((ui) => ui.theme)
  const replay = useUi((ui) => ui.replay)
  useKeys()
  useDesktop()
  useFirstRelease()
  useDroppedFile()
  useEarlier()
  useDiscretion()
  useCalls()
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  if (replay) return <ReplayWindow wish={replay} />
  return (
    <AppFrame deck={deck}>
      {deck ? <ReleaseFrame deck={deck} /> : <NoRelease />}
      <Sheets deck={deck} />
    </AppFrame>
  )
}

/** What lies over a view. A sheet that failed must not take the view with it, and is gone with the next that is opened. */
function Sheets({ deck }: { deck: Deck | undefined }) {
  const { dialog, isPaletteOpen, isSearchOpen } = useUi((ui) => ui)
  return (
    <ErrorBoundary what="This dialog" resetKey={dialog ?? (isPaletteOpen || isSearchOpen)}>
      <Dialogs deck={deck} />
      <WaitingRecord />
      <Palette deck={deck} />
      <SearchPanel deck={deck} />
    </ErrorBoundary>
  )
}

const Opening = ({ release }: { release: ReleaseId }) => (
  <main className="page" aria-busy="true">
    <p className="t2">
      Reading the record of <b>{release}</b>…
    </p>
  </main>
)

function NoRelease() {
  const view = useUi((ui) => ui.view)
  const opening = useCockpit((state) => state.opening)
  useBand('now')
  if (view === 'settings') return <SettingsView deck={undefined} />
  if (view === 'history') return <HistoryView deck={undefined} />
  return opening ? <Opening release={opening} /> : <StartView />
}
