import type { Command } from '../contract/commands.ts'
import type { CockpitEvent } from '../events/index.ts'
import type { ReleaseDefinition, Stage } from '../runbook/model.ts'
import { decideRollback } from './decide-rollback.ts'
import { refuseStanding } from './decide-standing.ts'
import type { Decision, Facts } from './decision.ts'
import { refuseFullDisk } from './disk-room.ts'
import { gateDeviations, refuseShut } from './process/refuse-shut.ts'
import { reject } from './rejection.ts'
import type { ReleaseState, RunState } from './state.ts'
import { plannedMsOf, selectOpenRehearsals, selectOpenRuns, selectStage } from './steps.ts'
import { stopAttempts } from './stop.ts'
import { selectScheduled, selectScheduleObjections } from './windows.ts'

type RunCommand = Extract<Command, { type: `run.${string}` | 'rollback.start' }>
type StartCommand = Extract<Command, { type: 'run.start' }>

export function decideRun(state: ReleaseState, command: RunCommand, facts: Facts): Decision {
  if (command.type === 'run.start') return decideStart(state, command, facts)
  if (command.type === 'rollback.start') return decideRollback(state, command, facts)
  const run = state.runs[command.runId]
  if (!run) return reject('unknown-run', `There is no run ${command.runId} in this release.`)
  if (run.finished) return reject('run-not-open', `Run ${run.id} is over (${run.finished.outcome}): start a new one.`)
  if (command.type === 'run.pause') return pause(run, command.reason)
  if (command.type === 'run.resume') return resume(run)
  return stop(state, run, command.reason)
}

const pause = (run: RunState, reason: string): Decision =>
  run.paused
    ? reject('wrong-state', `Run ${run.id} is already paused.`)
    : { events: [{ type: 'run.paused', payload: { runId: run.id, reason } }] }

const resume = (run: RunState): Decision =>
  run.paused
    ? { events: [{ type: 'run.resumed', payload: { runId: run.id } }] }
    : reject('wrong-state', `Run ${run.id} is not paused.`)

function stop(state: ReleaseState, run: RunState, reason: string): Decision {
  if (run.stopRequested) return reject('wrong-state', `Run ${run.id} is already being stopped.`)
  const requested: CockpitEvent = { type: 'run.stop-requested', payload: { runId: run.id, reason } }
  return { events: [requested, ...stopAttempts(state, run, 'person', reason)] }
}

function decideStart(state: ReleaseState, command: StartCommand, facts: Facts): Decision {
  const full = refuseFullDisk(facts.room)
  if (full) return full
  const definition = state.definition
  if (!definition) return reject('no-definition', 'The release folder has not been read yet: open it first.')
  const stage = selectStage(definition, command.stageId)
  if (!stage)
    return reject('unknown-stage', `The runbook has no stage "${command.stageId}". It has: ${stageNames(definition)}.`)
  if (stage.kind === 'rollback')
    return reject(
      'wrong-state',
      `"${stage.title}" is the rollback section: use the rollback control or "cockpit rollback".`,
    )
  const refusal = refuseStart(state, definition, stage, command, facts)
  return (
    refusal ?? {
      events: [...modeChosen(command, facts), started(state, definition, stage, command, facts), ...digested(facts)],
    }
  )
}

/** Before the start, so that it holds for what is told of it. */
const modeChosen = ({ notices: mode, environment }: StartCommand, { runId }: Facts): CockpitEvent[] =>
  mode === undefined ? [] : [{ type: 'notice.mode-set', payload: { runId, environment, mode } }]

const digested = ({ runId, files }: Facts): CockpitEvent[] =>
  files && Object.keys(files).length > 0 ? [{ type: 'files.digested', payload: { runId, files } }] : []

const stageNames = (definition: ReleaseDefinition) =>
  definition.runbook.stages
    .filter((stage) => stage.kind === 'forward')
    .map((stage) => stage.id)
    .join(', ') || 'none'

function refuseStart(
  state: ReleaseState,
  definition: ReleaseDefinition,
  stage: Stage,
  command: StartCommand,
  facts: Facts,
): Decision | undefined {
  const environment = definition.environments.find((each) => each.name === command.environment)
  if (!environment) {
    const names = definition.environments.map((each) => each.name).join(', ') || 'none'
    return reject('unknown-environment', `release.yaml has no environment "${command.environment}". It has: ${names}.`)
  }
  const standing = refuseStanding(state, environment.protected)
  if (standing) return standing
  const objections =
    environment.protected && !command.override ? selectScheduleObjections(selectScheduled(state)!, facts.nowMs) : []
  if (objections.length > 0) return reject(objections[0]!.code, objections.map((each) => each.message).join(' '))
  const shut = environment.protected ? refuseShut(state, command, facts) : undefined
  if (shut) return shut
  const open = selectOpenRuns(state, command.environment)[0]
  if (open)
    return reject(
      'run-open',
      `Run ${open.id} (${open.title}) is still open in ${open.environment}: finish, stop or roll it back first.`,
    )
  const rehearsal = selectOpenRehearsals(state)[0]
  if (rehearsal)
    return reject(
      'run-open',
      `${rehearsal.title} (${rehearsal.id}) is open: stop it first, so that nobody takes one for the other.`,
    )
  if (stage.steps.length === 0) return reject('unknown-stage', `Stage "${stage.title}" has no steps to run.`)
  if (command.fromStep && !stage.steps.some((step) => step.id === command.fromStep))
    return reject('unknown-step', `Stage "${stage.title}" has no step "${command.fromStep}".`)
  if (command.shownDigest && command.shownDigest !== facts.resolvedDigest)
    return reject(
      'changed-since-shown',
      'The release folder or the inputs changed since they were shown: look at them again, then start.',
    )
  if (facts.problems.length > 0) return reject('unresolvable', facts.problems.join(' '))
  return undefined
}

function started(
  state: ReleaseState,
  definition: ReleaseDefinition,
  stage: Stage,
  command: StartCommand,
  facts: Facts,
): CockpitEvent {
  const environment = definition.environments.find((each) => each.name === command.environment)!
  const wanted = command.fromStep ? stage.steps.findIndex((step) => step.id === command.fromStep) : 0
  // What keeps the old side stands before the step that retires it, also where a run begins with that.
  const from = stage.steps[wanted - 1]?.attributes.sinceSwitch ? wanted - 1 : wanted
  const overridden =
    environment.protected && command.override ? selectScheduleObjections(selectScheduled(state)!, facts.nowMs) : []
  return {
    type: 'run.started',
    payload: {
      runId: facts.runId,
      kind: 'deploy',
      drill: false,
      stageIds: [stage.id],
      title: stage.title,
      environment: environment.name,
      protected: environment.protected,
      definitionDigest: facts.definitionDigest,
      resolvedDigest: facts.resolvedDigest,
      plan: stage.steps.slice(from).map((step) => ({ stepId: step.id, plannedMs: plannedMsOf(step) })),
      leftOut: stage.steps
        .slice(0, from)
        .map(({ id: stepId }) => ({ stepId, reason: `The run began at ${command.fromStep}.` })),
      pace: command.pace ?? stage.pace,
      confirmAll: command.confirmAll,
      inputs: command.inputs,
      deviations: [
        ...overridden.map((each) => `${each.message} Overridden: ${command.override}`),
        ...(environment.protected ? gateDeviations(state, command, facts) : []),
      ],
      fromVersion: definition.previous,
      toVersion: definition.version,
    },
  }
}
