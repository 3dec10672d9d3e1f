/** Metrics of the canary itself: those a judge compares with one of the old version. At weight 0 nobody uses what they measure. */
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

/** Whether a weight was set in an environment and not taken back. */
export function hasCanary(state: ReleaseState, environment: string): boolean {
  const definition = selectDefinitionOf(state, environment)
  if (!definition) return false
  const weights = selectLandmark(definition, 'weights')
  return selectPassed(state, environment, weights).some(({ attempts }) => attempts.length > 0)
}
