/** What keeps a rollback from starting by itself (T4): each a sentence for the screen and the record. */
import type { StepId } from '../../ids.ts'
import type { Trigger } from '../../runbook/model.ts'
import { isHeldByGap } from '../gaps.ts'
import { planRollback } from '../rollback-plan.ts'
import { isInScope, selectReach, serviceOf } from '../rollback-scope.ts'
import { selectRunsSince } from '../started-steps.ts'
import type { ReleaseState, RunState } from '../state.ts'
import { selectOpenAttempts, selectOpenRuns, selectStep } from '../steps.ts'
import { selectDataLoss } from '../strategies/data-loss.ts'
import { selectArm } from '../strategies/default-arm.ts'

/** What only the engine knows: whether the samples behind a fire are still the newest, and still bad. */
export type Evidence = { fresh: true } | { fresh: false; reason: string }

export type Scope = { environment: string; service?: string }

function unarmed(state: ReleaseState, { environment }: Scope, trigger: Trigger | undefined): string[] {
  const deploys = selectRunsSince(state, environment).filter((run) => run.kind === 'deploy')
  const definition = deploys.at(-1)?.definition ?? state.definition
  if (!trigger || !definition) return []
  const { from, until } = selectArm(definition, trigger)
  const title = (id: StepId) => deploys.map((run) => selectStep(run.definition, id)?.title).find(Boolean) ?? id
  const find = (ids: StepId[], isPast: (status: string) => boolean) =>
    ids.find((id) =>
      deploys.some((run) =>
        run.attempts.some((each) => state.attempts[each]!.stepId === id && isPast(state.attempts[each]!.status)),
      ),
    )
  const isStarted = (status: string) => status !== 'never-started' && status !== 'requested'
  if (from[0] && !find(from, isStarted)) return [`Not armed: ${title(from[0])} has not started.`]
  const over = find(until, (status) => status === 'succeeded')
  return over ? [`Not armed any more: ${title(over)} is done.`] : []
}

/** A trigger that is not armed is not watched: what it would see is not this release's doing. */
export const isArmed = (state: ReleaseState, environment: string, trigger: Trigger): boolean =>
  unarmed(state, { environment }, trigger).length === 0

/** A step of phase soak looks at what was changed and changes nothing: it is what runs when most triggers fire. */
function busy(state: ReleaseState, runs: RunState[], scope: string[] | undefined): string[] {
  return runs.flatMap((run) => {
    const inScope = (id: (typeof run.attempts)[number]) => {
      const step = selectStep(run.definition, state.attempts[id]!.stepId)
      return step !== undefined && step.attributes.phase !== 'soak' && isInScope(scope, serviceOf(step))
    }
    const title = (id: (typeof run.attempts)[number]) =>
      selectStep(run.definition, state.attempts[id]!.stepId)?.title ?? state.attempts[id]!.stepId
    const running = selectOpenAttempts(state, run)
      .filter(({ kind, id }) => (kind === 'command' || kind === 'http') && inScope(id))
      .map(({ id }) => `${title(id)} is running.`)
    const unknown = run.attempts
      .filter((id) => state.attempts[id]!.status === 'unknown' && inScope(id))
      .map((id) => `What became of ${title(id)} is unknown.`)
    return [...running, ...unknown]
  })
}

function undrilled(state: ReleaseState): string[] {
  const passed = state.runOrder
    .map((id) => state.runs[id]!)
    .some(
      (run) =>
        run.kind === 'rollback' &&
        run.drill &&
        run.finished?.outcome === 'succeeded' &&
        run.definitionDigest === state.definitionDigest,
    )
  return passed ? [] : ['No rollback drill of this definition has passed.']
}

/** Empty when the rollback may start by itself. */
export function selectInterlocks(
  state: ReleaseState,
  scope: Scope,
  trigger: Trigger | undefined,
  evidence: Evidence,
): string[] {
  const { environment, service } = scope
  const plan = planRollback(state, environment, service === undefined ? {} : { service })
  const open = selectOpenRuns(state, environment)
  const services = service === undefined || !plan ? undefined : selectReach(plan.definition, service)
  return [
    ...(plan && plan.steps.length > 0 ? [] : ['There is nothing to take back.']),
    ...unarmed(state, scope, trigger),
    ...(evidence.fresh ? [] : [evidence.reason]),
    ...(plan?.keeps ?? []),
    ...(plan?.until?.isOver ? [plan.until.sentence] : []),
    ...[selectDataLoss(state, environment)].filter((each) => each !== undefined),
    ...busy(
      state,
      selectRunsSince(state, environment).filter((run) => run.kind === 'deploy'),
      services,
    ),
    ...open
      .filter((run) => isHeldByGap(state, run))
      .map(() => 'Nobody watched for a while, and no person has looked since.'),
    ...open.filter((run) => run.kind === 'rollback').map((run) => `Rollback ${run.id} is open.`),
    ...undrilled(state),
  ]
}
