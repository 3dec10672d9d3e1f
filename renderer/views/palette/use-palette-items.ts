import { useCockpit, useSession } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { useOpen } from '../../state/use-open.ts'
import { cockpitActions, settingItems } from './cockpit-items.ts'
import type { PaletteItem } from './palette-item.ts'
import { documentItems, releaseItems, stepItems, viewItems } from './place-items.ts'
import { releaseActions } from './release-actions.ts'
import { roomActions } from './room-actions.ts'
import { runItems } from './run-items.ts'

/** Everything there is to do and to go to now: what is next first. */
export function usePaletteItems(deck: Deck | undefined): PaletteItem[] {
  const session = useSession()
  const opening = useOpen()
  const releases = useCockpit((state) => state.releases) ?? []
  const shown = deck?.state.release
  return [
    ...(deck ? [...runItems(deck, session), ...releaseActions(deck, session), ...roomActions(session.ui)] : []),
    ...cockpitActions(session, opening),
    ...viewItems(session.ui),
    ...(deck ? [...stepItems(deck, session.ui), ...documentItems(session.ui)] : []),
    ...releaseItems(releases, shown, (release) => void opening.openRelease(release)),
    ...settingItems(session),
  ]
}
