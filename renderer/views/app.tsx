import { MantineProvider } from '@mantine/core'
import { useEffect, useState } from 'react'
import '../styles/index.css'
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { DesktopBridge } from '../../shared/contract/desktop-bridge.ts'
import { ErrorBoundary } from '../components/error-boundary.tsx'
import { startClock } from '../state/clock.ts'
import { createCockpit } from '../state/cockpit-store.ts'
import { type Session, SessionProvider, useUi } from '../state/context.tsx'
import { createUiStore } from '../state/ui-store.ts'
import { useBreaches } from '../state/use-breaches.ts'
import { useCalls } from '../state/use-calls.ts'
import { type Deck, useDeck } from '../state/use-deck.ts'
import { useDiscretion } from '../state/use-discretion.ts'
import { useEarlier } from '../state/use-earlier.ts'
import { BigView } from './big/big-view.tsx'
import { DeckView } from './deck/deck-view.tsx'
import { Dialogs } from './dialogs/dialogs.tsx'
import { DocumentsView } from './documents/documents-view.tsx'
import { AmendBand } from './frame/amend-band.tsx'
import { AppFrame } from './frame/app-frame.tsx'
import { ClosedBand } from './frame/closed-band.tsx'
import { DecisionBand } from './frame/decision-band.tsx'
import { DeviationBand } from './frame/deviation-band.tsx'
import { Header } from './frame/header.tsx'
import { NowBand } from './frame/now/now-band.tsx'
import { PollBand } from './frame/poll-band.tsx'
import { ReturnBand } from './frame/return-band.tsx'
import { SecretsBand } from './frame/secrets-band.tsx'
import { useDroppedFile } from './frame/use-dropped-file.ts'
import { HistoryView } from './history/history-view.tsx'
import { LedgerView } from './pages/ledger-view.tsx'
import { StartView } from './pages/start-view.tsx'
import { Palette } from './palette/palette.tsx'
import { PlanView } from './plan/plan-view.tsx'
import { RehearsalBand } from './rehearsal/rehearsal-band.tsx'
import { DriverBand } from './room/driver-band.tsx'
import { RunbookView } from './runbook/runbook-view.tsx'
import { SearchPanel } from './search/search-panel.tsx'
import { SettingsView } from './settings/settings-view.tsx'
import { useDesktop } from './use-desktop.ts'
import { useFirstRelease } from './use-first-release.ts'
import { useKeys } from './use-keys.ts'

type Props = { client: CockpitClient; desktop?: DesktopBridge }

function createSession({ client, desktop }: Props): Session {
  return { cockpit: createCockpit(client, Date.now), ui: createUiStore(globalThis.localStorage), desktop }
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
      <Palette deck={deck} />
      <SearchPanel deck={deck} />
    </ErrorBoundary>
  )
}

function NoRelease() {
  const view = useUi((ui) => ui.view)
  useBand('now')
  if (view === 'settings') return <SettingsView deck={undefined} />
  if (view === 'history') return <HistoryView deck={undefined} />
  return <StartView />
}

/** Dialogs keep below this band. */
function useBand(band: 'now' | 'breach' | 'header') {
  useEffect(() => {
    document.documentElement.dataset.band = band
  }, [band])
}

/** The deck in type for a projector. */
function useBig(isBig: boolean) {
  useEffect(() => {
    document.documentElement.toggleAttribute('data-big', isBig)
    return () => document.documentElement.removeAttribute('data-big')
  }, [isBig])
}

function ReleaseFrame({ deck }: { deck: Deck }) {
  const view = useUi((ui) => ui.view)
  const breaches = useBreaches(deck)
  const isRollingBack = deck.run?.kind === 'rollback' && !deck.run.finished
  const hasNow = view === 'deck' || deck.isOpen
  const isBig = useUi((ui) => ui.isBig)
  useBig(isBig && view === 'deck')
  useBand(hasNow ? (breaches.length > 0 && deck.isOpen && !isRollingBack ? 'breach' : 'now') : 'header')
  return (
    <>
      <Header deck={deck} />
      {hasNow && <NowBand deck={deck} />}
      <ErrorBoundary what="What asks for you" resetKey={deck.state.size}>
        <RehearsalBand deck={deck} />
        <DecisionBand deck={deck} />
        <ReturnBand deck={deck} />
        <SecretsBand deck={deck} />
        <ClosedBand deck={deck} />
        <DeviationBand deck={deck} />
        <DriverBand deck={deck} />
        <PollBand deck={deck} />
        <AmendBand deck={deck} />
      </ErrorBoundary>
      <ErrorBoundary what="This view" resetKey={view}>
        {view === 'deck' && (isBig ? <BigView deck={deck} /> : <DeckView deck={deck} />)}
        {view === 'plan' && <PlanView deck={deck} />}
        {view === 'runbook' && <RunbookView deck={deck} />}
        {view === 'ledger' && <LedgerView deck={deck} />}
        {view === 'documents' && <DocumentsView deck={deck} />}
        {view === 'history' && <HistoryView deck={deck} />}
        {view === 'settings' && <SettingsView deck={deck} />}
      </ErrorBoundary>
    </>
  )
}
