/** Everything about one release: its bands, and the view that is chosen. */
import { useEffect } from 'react'
import { ErrorBoundary } from '../components/error-boundary.tsx'
import { useUi } from '../state/context.tsx'
import { useBreaches } from '../state/use-breaches.ts'
import type { Deck } from '../state/use-deck.ts'
import { BigView } from './big/big-view.tsx'
import { DeckView } from './deck/deck-view.tsx'
import { DocumentsView } from './documents/documents-view.tsx'
import { AmendBand } from './frame/amend-band.tsx'
import { ClosedBand } from './frame/closed-band.tsx'
import { DecisionBand } from './frame/decision-band.tsx'
import { DeviationBand } from './frame/deviation-band.tsx'
import { Header } from './frame/header.tsx'
import { NowBand } from './frame/now/now-band.tsx'
import { PollBand } from './frame/poll-band.tsx'
import { ReturnBand } from './frame/return-band.tsx'
import { SecretsBand } from './frame/secrets-band.tsx'
import { HistoryView } from './history/history-view.tsx'
import { LedgerView } from './pages/ledger-view.tsx'
import { PlanView } from './plan/plan-view.tsx'
import { RehearsalBand } from './rehearsal/rehearsal-band.tsx'
import { DriverBand } from './room/driver-band.tsx'
import { RunbookView } from './runbook/runbook-view.tsx'
import { SettingsView } from './settings/settings-view.tsx'

/** Dialogs keep below this band. */
export function useBand(band: 'now' | 'breach' | 'header') {
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

export function ReleaseFrame({ deck }: { deck: Deck }) {
  const view = useUi((ui) => ui.view)
  const breaches = useBreaches(deck)
  const isRollingBack = deck.run?.kind === 'rollback' && !deck.run.finished
  const hasNow = view === 'deck' || deck.isOpen
  const isBig = useUi((ui) => ui.isBig)
  useBig(isBig && view === 'deck')
  const band = hasNow ? (breaches.length > 0 && deck.isOpen && !isRollingBack ? 'breach' : 'now') : 'header'
  useBand(band)
  return (
    <>
      <Header deck={deck} />
      {hasNow && <NowBand deck={deck} />}
      <ErrorBoundary what="What asks for you" resetKey={deck.state.size}>
        <RehearsalBand deck={deck} />
        <DecisionBand deck={deck} isBelowBreach={band === 'breach'} />
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
