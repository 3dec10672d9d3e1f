import type { Command } from '../contract/commands.ts'
import type { CockpitEvent } from '../events/index.ts'
import type { Decision, Facts } from './decision.ts'
import { nextMove } from './next-move.ts'
import { reject } from './rejection.ts'
import { hasRollbackWork, planRollback, type RollbackPlan } from './rollback-plan.ts'
import { selectRunsSince } from './started-steps.ts'
import type { ReleaseState, RunState } from './state.ts'
import { selectOpenRehearsals, selectOpenRuns } from './steps.ts'
import { stopAttempts } from './stop.ts'
import { selectScheduleObjections } from './windows.ts'

type RollbackCommand = Extract<Command, { type: 'rollback.start' }>

/**
 * The way back is never blocked: no window, freeze, approval or missing value refuses it; each becomes a deviation on the record.
 * Refused only where there is nothing that could be run, or while it is running already.
 */
export function decideRollback(state: ReleaseState, command: RollbackCommand, facts: Facts): Decision {
  const { environment } = command
  if (!state.definition) return reject('no-definition', 'The release folder has not been read yet: open it first.')
  const open = selectOpenRuns(state, environment).find((run) => run.kind === 'rollback')
  if (open && !['halted', 'paused'].includes(nextMove(state, open, facts.nowMs).kind))
    return reject('run-open', `Rollback ${open.id} is running in ${environment}: follow it, or stop its step first.`)
  const unknown = refuseScope(state, environment, command.service)
  if (unknown) return unknown
  const plan = planRollback(state, environment, { service: command.service })
  const known = plan?.definition.environments.find((each) => each.name === environment)
  if (plan && !known) return reject('unknown-environment', `release.yaml has no environment "${environment}".`)
  if (!plan || !hasRollbackWork(state, environment, plan)) return refuseEmpty(plan, command.service)
  const stops = [...selectOpenRuns(state, environment), ...selectOpenRehearsals(state)]
    .filter((run) => run !== open)
    .flatMap((run) => stopAttempts(state, run, 'rollback', command.reason))
  return {
    events: [
      ...(open ? [superseded(open, facts)] : []),
      started(plan, command, facts, known?.protected ?? false),
      ...stops,
    ],
  }
}

function refuseScope(state: ReleaseState, environment: string, service: string | undefined) {
  const definition = selectRunsSince(state, environment).at(-1)?.definition ?? state.definition
  const names = definition?.services.map((each) => each.name) ?? []
  return service === undefined || names.includes(service)
    ? undefined
    : reject('unknown-service', `release.yaml has no service "${service}". It has: ${names.join(', ') || 'none'}.`)
}

const refuseEmpty = (plan: RollbackPlan | undefined, service: string | undefined) =>
  reject(
    'no-rollback',
    service !== undefined && plan
      ? `Nothing of ${service} is left to take back. Without a service everything is rolled back.`
      : plan
        ? 'Nothing that started here is left to undo, and nothing runs.'
        : 'The runbook has no rollback section and no step names its undo: there is nothing that could run.',
  )

/** A rollback that stands still makes way for another one, which takes back the rest. */
const superseded = (run: RunState, facts: Facts): CockpitEvent => ({
  type: 'run.finished',
  payload: {
    runId: run.id,
    outcome: 'failed',
    reason: `Rollback ${facts.runId} takes back the rest.`,
    durationMs: facts.nowMs - run.startedAtMs,
  },
})

function started(plan: RollbackPlan, command: RollbackCommand, facts: Facts, isProtected: boolean): CockpitEvent {
  const schedule = isProtected ? selectScheduleObjections(plan.definition, facts.nowMs).map((each) => each.message) : []
  return {
    type: 'run.started',
    payload: {
      runId: facts.runId,
      kind: 'rollback',
      drill: command.drill,
      stageIds: plan.stages.map((stage) => stage.id),
      title: `${command.drill ? 'Rollback drill' : 'Rollback'}${command.service ? ` of ${command.service}` : ''}`,
      environment: command.environment,
      protected: isProtected,
      definitionDigest: facts.definitionDigest,
      resolvedDigest: facts.resolvedDigest,
      plan: plan.steps.map(({ step, undoes, plannedMs }) => ({ stepId: step.id, undoes, plannedMs })),
      leftOut: plan.leftOut,
      pace: 'auto',
      confirmAll: false,
      inputs: plan.inputs,
      deviations: [...plan.deviations, ...schedule, ...facts.problems],
      fromVersion: plan.definition.version,
      toVersion: plan.toVersion,
      ...(plan.services ? { services: plan.services } : {}),
    },
  }
}
