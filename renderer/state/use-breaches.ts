import { type Breach, projectBreaches } from '../../shared/domain/project-breach.ts'
import { useCockpit } from './context.tsx'
import type { Deck } from './use-deck.ts'

/** What is off target in the deck's environment, judged by the newest samples. */
export function useBreaches({ state, environment }: Pick<Deck, 'state' | 'environment'>): Breach[] {
  const series = useCockpit((each) => each.series)
  return projectBreaches(
    state,
    environment.name,
    (metric) => series[`${environment.name}/${metric}`]?.findLast((sample) => sample[1] !== null)?.[1] ?? undefined,
  )
}
