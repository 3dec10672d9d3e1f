/** From the release that is open to its replay: every entry of it is in the window already. */
import type { Session } from '../context.tsx'

/** Begins at an entry, or where something happens first. */
export function replayRelease({ cockpit, ui }: Session, startSeq?: number): void {
  const { release, events } = cockpit.store.getState()
  if (!release || events.length === 0) return
  ui.setState({
    replay: {
      about: { kind: 'release' },
      recording: { release: release.release, events, source: cockpit.client },
      ledgerId: release.ledgerId,
      ...(startSeq === undefined ? {} : { startSeq }),
    },
    dialog: undefined,
    isPaletteOpen: false,
    isSearchOpen: false,
  })
}
