import { useEffect, useRef } from 'react'
import { useSession } from '../../state/context.tsx'
import { ownsKeys } from './focus-terminal.ts'

/** Ctrl F, anywhere on the deck but in a step's terminal or a dialog. */
export function useFindKey(begin: () => void) {
  const { ui } = useSession()
  const latest = useRef(begin)
  latest.current = begin
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const isFind = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'f'
      const { dialog, isPaletteOpen, isSearchOpen } = ui.getState()
      if (!isFind || event.shiftKey || dialog || isPaletteOpen || isSearchOpen || ownsKeys(event.target)) return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [ui])
}
