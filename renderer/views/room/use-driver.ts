import { sameName } from '../../../shared/domain/same-name.ts'
import { useCockpit, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

/** Who drives as this window sees it. */
export function useDriver({ state: { driver } }: Deck) {
  const person = useUi((ui) => ui.person.name)
  const user = useCockpit((state) => state.hello?.user)
  const own = person || user || ''
  return {
    driver,
    own,
    isMe: driver !== undefined && sameName(driver.name, own),
    isOfferedToMe: driver?.offer !== undefined && sameName(driver.offer.to, own),
  }
}
