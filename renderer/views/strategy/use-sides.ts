/** What was seen of the services of an environment: as pushed or as recorded, whichever is newer. */
import { type SideName, type SideView, sideKey } from '../../../shared/domain/strategies/sides.ts'
import { formatTime } from '../../components/time.ts'
import { useCockpit } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

/** Looks come every few seconds; after so long without one, what is shown is from before. */
const STALE_MS = 15_000

export type FindSide = (service: string, side: SideName) => SideView | undefined

export function useSides({ state, environment }: Deck): FindSide {
  const pushed = useCockpit((each) => each.sides)
  return (service, side) => {
    const key = sideKey(environment.name, { service, side })
    const [own, recorded] = [pushed[key], state.sides?.[key]]
    // A look before a batch is recorded, and may be newer than the last one that was pushed.
    return own && recorded && recorded.atMs > own.atMs ? recorded : (own ?? recorded)
  }
}

/** `since 22:14:03`, and when it was seen last where that is a while ago. */
export function sinceWords({ sinceMs, atMs }: SideView, { nowMs, offsetMinutes }: Deck): string {
  const stale = nowMs - atMs > STALE_MS && atMs > sinceMs ? `, last seen ${formatTime(atMs, offsetMinutes)}` : ''
  return `since ${formatTime(sinceMs, offsetMinutes)}${stale}`
}
