import { type Breach, projectBreaches } from '../../shared/domain/project-breach.ts'
import { useCockpit } from './context.tsx'
import type { Deck } from './use-deck.ts'

type Newest = Record<string, number | undefined>

/** What is off target in the deck's environment, judged by the newest samples. Draws again only when those of a metric that is off change. */
export function useBreaches({ state, environment }: Pick<Deck, 'state' | 'environment'>): Breach[] {
  const off = projectBreaches(state, environment.name).map(({ metric }) => metric.name)
  const newest = useCockpit(({ series }) => {
    const values = off.map((name) => [
      name,
      series[`${environment.name}/${name}`]?.findLast((sample) => sample[1] !== null)?.[1] ?? undefined,
    ])
    return JSON.stringify(Object.fromEntries(values))
  })
  const values = JSON.parse(newest) as Newest
  return projectBreaches(state, environment.name, (metric) => values[metric])
}
