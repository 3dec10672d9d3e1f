/** Whether a step's `when` holds for a run: over inputs, the environment's variables as written, and the facts of the release. */
import { conditionHolds, namesIn, parseCondition } from '../runbook/condition.ts'
import type { Step } from '../runbook/model.ts'
import type { RunState } from './state.ts'

function valuesOf({ definition, environment, inputs }: RunState): Record<string, string> {
  const vars = definition.environments.find((each) => each.name === environment)?.vars ?? {}
  const facts = { version: definition.version, previous: definition.previous ?? '', strategy: definition.strategy.kind }
  return { ...vars, ...inputs, ...facts, environment }
}

/** Why a step is passed over, as a sentence for the record; undefined when it is to be done. */
export function selectUnmet(run: RunState, step: Step): string | undefined {
  const { when } = step.attributes
  const condition = when === undefined ? undefined : parseCondition(when)
  if (!condition) return undefined
  const values = valuesOf(run)
  if (conditionHolds(condition, values)) return undefined
  const seen = namesIn(condition).map((name) => `${name} is ${values[name] ? `"${values[name]}"` : 'empty'}`)
  return `Its condition does not hold: ${when} (${seen.join(', ')}).`
}
