/** What going back means right now, in the terms of the release's strategy (the table of DESIGN §8). */

import { describeDuration } from '../analysis/describe.ts'
import { hasCanary } from '../domain/judging/canary-metrics.ts'
import type { ReleaseState } from '../domain/state.ts'
import { selectLandmark } from '../domain/strategies/landmarks.ts'
import { selectDefinitionOf, selectPassed } from '../domain/strategies/passage.ts'
import { projectBlueGreen } from '../domain/strategies/project-blue-green.ts'
import { type Outage, projectOutage } from '../domain/strategies/project-outage.ts'
import { projectRolling } from '../domain/strategies/project-rolling.ts'
import type { ReleaseDefinition } from '../runbook/model.ts'

type Asked = { state: ReleaseState; environment: string; definition: ReleaseDefinition; nowMs: number }

const oldOf = ({ previous }: ReleaseDefinition) => previous ?? 'the previous version'

/** Whole seconds are enough to plan with. */
const about = (ms: number) => `about ${describeDuration(Math.max(1000, Math.round(ms / 1000) * 1000))}`

/** The way back leads to what answers on the idle side now. */
function coldSides({ state, environment }: Asked): string {
  const cold = Object.entries(state.sides ?? {}).filter(
    ([key, { side, error }]) => key.startsWith(`${environment}/`) && side === 'idle' && error !== undefined,
  )
  const names = cold.map(([, { service }]) => service)
  return names.length === 0 ? '' : ` Nothing answers on the idle side of ${names.join(', ')}: it has to come up first.`
}

function blueGreenWords(asked: Asked): string | undefined {
  const { state, environment, definition } = asked
  if (selectLandmark(definition, 'switch').length === 0) return undefined
  const { phase, retired } = projectBlueGreen(state, environment)
  const { version } = definition
  if (phase === 'before') return `${version} is abandoned on the idle side: users never saw it.`
  if (phase === 'retired')
    return `${retired.step!.title} has started: ${oldOf(definition)} has to come up again before users are switched back.`
  const retire = selectLandmark(definition, 'retire')[0]
  const cold = coldSides(asked)
  return `Users are switched back to ${oldOf(definition)}${retire ? `, possible until ${retire.title}` : ''}.${cold}`
}

function rollingWords({ state, environment, definition }: Asked): string | undefined {
  const { batches, touched, batchMs, basis } = projectRolling(state, environment)
  if (batches.length === 0) return undefined
  if (touched.length === 0) return `No batch is touched: every instance runs ${oldOf(definition)}.`
  const which = `${touched.length} of ${batches.length} ${batches.length === 1 ? 'batch' : 'batches'}`
  const each =
    batchMs === undefined
      ? ''
      : `, ${about(touched.length * batchMs)} (${touched.length} × ${describeDuration(Math.round(batchMs / 1000) * 1000)} ${basis})`
  return `Halt first, then roll back what was touched: ${which}${each}.`
}

const RESTORE_BASIS: Record<Outage['restoreBasis'], string> = {
  measured: 'measured',
  planned: 'planned, no drill has measured it',
  earlier: 'by earlier runs, no drill of this one has measured it',
  unknown: '',
}

function bigBangWords({ state, environment, definition, nowMs }: Asked): string | undefined {
  if (selectLandmark(definition, 'close').length === 0) return undefined
  const { phase, restoreMs, restoreBasis, opening } = projectOutage(state, environment, nowMs)
  if (phase === 'before' || phase === 'restored')
    return 'The service is not closed: there is nothing to restore for the users.'
  if (phase === 'closed') {
    const time =
      restoreMs === undefined ? 'how long it takes is not known' : `${about(restoreMs)}, ${RESTORE_BASIS[restoreBasis]}`
    return `Restore ${oldOf(definition)} with its data from the backup; the service stays closed until it is done (${time}).`
  }
  return `Forward: mend ${definition.version} in place. Going back loses what users wrote since ${opening.step!.title}, and is on record as data loss.`
}

function canaryWords({ state, environment, definition }: Asked): string | undefined {
  const weights = selectLandmark(definition, 'weights')
  if (weights.length === 0) return undefined
  const { version } = definition
  if (!hasCanary(state, environment)) return `The weight of ${version} is 0: no user gets it.`
  const retire = selectLandmark(definition, 'retire')
  const isRetired = selectPassed(state, environment, retire).some(({ attempts }) => attempts.length > 0)
  if (isRetired) return `${oldOf(definition)} is scaled in: it is deployed again before the weight goes to 0.`
  return `Weight to 0: all users are back on ${oldOf(definition)}${retire[0] ? `, possible until ${retire[0].title}` : ''}.`
}

/** One sentence or two; undefined where the strategy has no step to tell by. */
export function rollbackMeaning(state: ReleaseState, environment: string, nowMs: number): string | undefined {
  const definition = selectDefinitionOf(state, environment)
  if (!definition) return undefined
  const asked = { state, environment, definition, nowMs }
  switch (definition.strategy.kind) {
    case 'blue-green':
      return blueGreenWords(asked)
    case 'rolling':
      return rollingWords(asked)
    case 'big-bang':
      return bigBangWords(asked)
    case 'canary':
      return canaryWords(asked)
  }
}
