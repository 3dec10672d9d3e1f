/** Metrics of the new version itself: those a judge compares with one of the old version. At weight 0, or with no batch left, nobody uses what they measure. */
import type { ReleaseDefinition } from '../../runbook/model.ts'
import type { ReleaseState } from '../state.ts'
import { selectLandmark } from '../strategies/landmarks.ts'
import { selectDefinitionOf, selectPassed } from '../strategies/passage.ts'

export const canaryMetrics = ({ runbook }: ReleaseDefinition): ReadonlySet<string> =>
  new Set(
    runbook.stages
      .flatMap(({ steps }) => steps)
      .flatMap(({ attributes }) => Object.entries(attributes.judge?.config.metrics ?? {}))
      .flatMap(([name, { baseline }]) => (baseline === undefined ? [] : [name])),
  )

/** Whether a weight was set, or a batch rolled, in an environment and not taken back. */
export function hasCanary(state: ReleaseState, environment: string): boolean {
  const definition = selectDefinitionOf(state, environment)
  if (!definition) return false
  const parts = selectLandmark(definition, definition.strategy.kind === 'rolling' ? 'batches' : 'weights')
  return selectPassed(state, environment, parts).some(({ attempts }) => attempts.length > 0)
}
