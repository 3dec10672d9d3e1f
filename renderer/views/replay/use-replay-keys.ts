/** The keyboard of a replay: its own, and none of the live one's. */
import { type RefObject, useEffect, useRef } from 'react'
import { selectOpenRuns } from '../../../shared/domain/steps.ts'
import { useSession } from '../../state/context.tsx'
import { REPLAY_VIEWS, type Replay, SPEEDS } from '../../state/replay/replay.ts'
import { focusNote } from '../deck/focus-note.ts'
import { useReplayParts } from './replay-context.tsx'

/** What an arrow moves, in played ms. */
const STEP_MS = 10_000

const ROLLBACK = 'This is a replay: nothing was rolled back. Esc goes back to live, where F9 does.'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input:not([type=checkbox]):not([type=range]), textarea, select')

const isPressed = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('button, a, summary, input[type=checkbox]')

function move(replay: Replay, byMs: number) {
  const { axis, moment } = replay.store.getState()
  replay.seekPlayed(axis.toPlayed(moment.ms) + byMs)
}

function faster(replay: Replay, by: 1 | -1) {
  const index = SPEEDS.indexOf(replay.store.getState().speed) + by
  const speed = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, index))]!
  replay.setSpeed(speed)
}

/** Whether it was open when the key went down: the same Escape must not close a sheet and leave the replay behind it. */
function useOpenBefore(isOpen: boolean): RefObject<boolean> {
  const now = useRef(isOpen)
  now.current = isOpen
  const before = useRef(isOpen)
  useEffect(() => {
    const look = () => {
      before.current = now.current
    }
    window.addEventListener('keydown', look, { capture: true })
    return () => window.removeEventListener('keydown', look, { capture: true })
  }, [])
  return before
}

export function useReplayKeys(replay: Replay, isSheetOpen: boolean, onSheet: (sheet: 'events' | 'remarks') => void) {
  const { ui } = useSession()
  const { live, leave } = useReplayParts()
  const wasSheetOpen = useOpenBefore(isSheetOpen)
  useEffect(() => {
    const keys: Record<string, () => void> = {
      ' ': replay.toggle,
      ArrowRight: () => move(replay, STEP_MS),
      ArrowLeft: () => move(replay, -STEP_MS),
      Home: () => replay.seek(replay.times[0]!),
      End: () => replay.seek(replay.times.at(-1)!),
      '+': () => faster(replay, 1),
      '-': () => faster(replay, -1),
      g: () => onSheet('events'),
      n: () => {
        ui.setState({ view: 'deck' })
        focusNote()
      },
      t: () => {
        const theme = live.ui.getState().theme === 'dark' ? 'light' : 'dark'
        live.ui.setState({ theme })
        ui.setState({ theme })
      },
      b: () => {
        const isBig = !live.ui.getState().isBig
        live.ui.setState({ isBig })
        ui.setState({ view: 'deck', isBig })
      },
      s: () => live.ui.setState(({ isShared }) => ({ isShared: !isShared })),
      Escape: leave,
      F9: () => {
        // Whoever reaches for the way back means the release that runs.
        const { release } = live.cockpit.store.getState()
        if (release && selectOpenRuns(release).length > 0) leave()
        else replay.refuse(ROLLBACK)
      },
    }
    REPLAY_VIEWS.forEach((view, index) => {
      keys[String(index + 1)] = () => ui.setState({ view })
    })
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey) {
        if (event.key.toLowerCase() !== 'k' || wasSheetOpen.current) return
        event.preventDefault()
        return onSheet('events')
      }
      if (event.altKey || event.defaultPrevented || wasSheetOpen.current || isTyping(event.target)) return
      if (event.key === ' ' && isPressed(event.target)) return
      const jumps = event.shiftKey && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')
      const act = jumps ? () => replay.jump(event.key === 'ArrowRight' ? 1 : -1) : keys[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [replay, wasSheetOpen, onSheet, ui, live, leave])
}
