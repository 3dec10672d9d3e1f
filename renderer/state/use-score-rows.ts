import type { Sample } from '../../shared/contract/results.ts'
import { projectScorecard, type ScoreRow } from '../../shared/domain/project-scorecard.ts'
import { useCockpit } from './context.tsx'
import type { Deck } from './use-deck.ts'

const NO_SAMPLES: readonly Sample[] = []

/** Metric, target and actual of the deck's environment, as they stand now. */
export function useScoreRows({ state, definition, environment, nowMs }: Deck): ScoreRow[] {
  const series = useCockpit((each) => each.series)
  const whys = useCockpit((each) => each.whys)
  return projectScorecard({
    state,
    definition,
    environment: environment.name,
    series: (metric) => series[`${environment.name}/${metric}`] ?? NO_SAMPLES,
    why: (metric) => whys[`${environment.name}/${metric}`] ?? undefined,
    nowMs,
  })
}
