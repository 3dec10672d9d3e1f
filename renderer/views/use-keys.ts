/** Keys that work anywhere but in a field or a step's terminal. F9 belongs to the rollback control itself. */
import { useEffect } from 'react'
import { selectOpenDecisions } from '../../shared/domain/decisions/select-decisions.ts'
import { type Session, useSession } from '../state/context.tsx'
import { replayRelease } from '../state/replay/replay-release.ts'
import { VIEWS } from '../state/ui-store.ts'
import { focusCharts } from './deck/focus-charts.ts'
import { focusNote } from './deck/focus-note.ts'
import { answerStep, ownsKeys } from './deck/focus-terminal.ts'
import { focusReturn } from './frame/focus-return.ts'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select') || target.isContentEditable)

function withControl(event: KeyboardEvent, { ui }: Session): boolean {
  const key = event.key.toLowerCase()
  if (key === 'f' && event.shiftKey) ui.setState({ isSearchOpen: true })
  else if (key === 'k') ui.setState({ isPaletteOpen: true })
  else if (key === 'o') ui.setState({ dialog: { kind: 'open' } })
  else return false
  return true
}

function openVeto({ ui, cockpit }: Session): boolean {
  const { release } = cockpit.store.getState()
  const found = release && selectOpenDecisions(release).find((each) => each.mode === 'countdown')
  if (found) ui.setState({ dialog: { kind: 'veto', decisionId: found.id } })
  return found !== undefined
}

function plain(event: KeyboardEvent, session: Session): boolean {
  const { ui, cockpit } = session
  const view = VIEWS[Number(event.key) - 1]
  const isReleaseOpen = cockpit.store.getState().release !== undefined
  if (view) ui.setState({ view })
  else if (event.key === '?') ui.setState({ dialog: { kind: 'shortcuts' } })
  else if (event.key === 't') ui.setState(({ theme }) => ({ theme: theme === 'dark' ? 'light' : 'dark' }))
  else if (event.key === 'b') ui.setState(({ isBig }) => ({ view: 'deck', isBig: !isBig }))
  else if (event.key === 's') ui.setState(({ isShared }) => ({ isShared: !isShared }))
  else if (event.key === 'a') return answerStep(session)
  else if (event.key === 'v') return openVeto(session)
  else if (event.key === 'm' && isReleaseOpen) {
    ui.setState({ view: 'deck', metricsPanel: 'charts' })
    focusCharts()
  } else if (event.key === 'l') ui.setState({ chartStretch: 'live' })
  else if (event.key === 'p' && isReleaseOpen) replayRelease(session)
  else if (event.key === 'w' && isReleaseOpen) ui.setState({ dialog: { kind: 'what-if' } })
  else if (event.key === 'c') return focusReturn('continue')
  else if (event.key === 'h') return focusReturn('hold')
  else if (event.key === 'r' && isReleaseOpen) ui.setState({ dialog: { kind: 'start' } })
  else if (event.key === 'R' && isReleaseOpen) ui.setState({ dialog: { kind: 'rehearse' } })
  else if (event.key === 'N' && isReleaseOpen) ui.setState({ dialog: { kind: 'minute' } })
  else if (event.key === 'd' && isReleaseOpen) ui.setState({ dialog: { kind: 'driver' } })
  else if (event.key === 'n' && isReleaseOpen) {
    ui.setState(({ notesPanel }) => ({ view: 'deck', notesPanel: notesPanel === 'private' ? 'all' : notesPanel }))
    focusNote()
  } else return false
  return true
}

export function useKeys() {
  const session = useSession()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.altKey || event.defaultPrevented || ownsKeys(event.target)) return
      const { dialog, isPaletteOpen, isSearchOpen, replay } = session.ui.getState()
      if (replay) return
      const isControl = event.ctrlKey || event.metaKey
      if (!isControl && (isTyping(event.target) || dialog || isPaletteOpen || isSearchOpen)) return
      if (isControl ? withControl(event, session) : plain(event, session)) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [session])
}
