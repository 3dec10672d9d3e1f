/** `cockpit exec`: a command nobody wrote into the runbook, on the record before it runs, and known to the rollback. */
import type { Command } from '../contract/commands.ts'
import type { CockpitEvent } from '../events/index.ts'
import type { RunId, StepId } from '../ids.ts'
import type { ReleaseDefinition, Step } from '../runbook/model.ts'
import { refuseArgv } from '../runbook/quote-argv.ts'
import { AD_HOC_TITLE, adHocStep, selectAdHocId, selectPinnedDefinition } from './ad-hoc.ts'
import type { Decision, Facts } from './decision.ts'
import { refuseFullDisk } from './disk-room.ts'
import { type Rejection, reject } from './rejection.ts'
import type { ReleaseState, RunState } from './state.ts'
import { selectOpenAttempts, selectOpenRuns, selectStep } from './steps.ts'
import { selectTurns } from './turns.ts'
import { selectScheduleObjections } from './windows.ts'

export type ExecCommand = Extract<Command, { type: 'step.exec' }>

export type ExecPlace = { environment: string; protected: boolean; definition: ReleaseDefinition; run?: RunState }

type Refused = { rejection: Rejection }

/** The run a typed command joins, or the environment it opens a small run in. */
export function findExecPlace(
  state: ReleaseState,
  command: Pick<ExecCommand, 'runId' | 'environment'>,
): ExecPlace | Refused {
  const { runId, environment } = command
  const run = runId ? state.runs[runId] : selectOpenRuns(state, environment).at(-1)
  if (run?.rehearsal)
    return reject(
      'wrong-state',
      `${run.id} is a rehearsal, and a typed command runs for real: leave out --run and say where with --env.`,
    )
  if (runId && !run) return reject('unknown-run', `There is no run ${runId} in this release.`)
  if (run) return { environment: run.environment, protected: run.protected, definition: run.definition, run }
  if (environment === undefined) return reject('unknown-environment', 'No run is open: say where with --env.')
  const definition = selectPinnedDefinition(state, environment)
  if (!definition) return reject('no-definition', 'The release folder has not been read yet: open it first.')
  const found = definition.environments.find((each) => each.name === environment)
  const names = definition.environments.map((each) => each.name).join(', ') || 'none'
  if (!found)
    return reject('unknown-environment', `release.yaml has no environment "${environment}". It has: ${names}.`)
  return { environment, protected: found.protected, definition }
}

/** The step as it would be added now: what a person confirms, and what the confirmation is bound to. */
export const execStep = (state: ReleaseState, place: ExecPlace, command: ExecCommand): Step =>
  adHocStep(selectAdHocId(state, place.definition), command)

export function decideExec(state: ReleaseState, command: ExecCommand, facts: Facts): Decision {
  const place = findExecPlace(state, command)
  if ('rejection' in place) return place
  const step = execStep(state, place, command)
  const refusal =
    (place.run?.kind === 'rollback' ? undefined : refuseFullDisk(facts.room)) ??
    refuseWords(command, place) ??
    (facts.problems.length > 0 ? reject('unresolvable', facts.problems.join(' ')) : undefined) ??
    (place.run ? refuseInRun(state, place.run) : refuseOutside(command, place, facts)) ??
    refuseUnconfirmed(command, place, step, facts)
  if (refusal) return refusal
  const runId = place.run?.id ?? facts.runId
  const before = place.run ? selectTurns(state, place.run)[0]?.step.id : undefined
  return {
    events: [
      ...(place.run ? [] : [openRun(command, place, facts)]),
      { type: 'step.added', payload: { runId, step, reason: command.reason, ...(before ? { before } : {}) } },
      started(runId, step, facts),
    ],
  }
}

function refuseWords({ argv, undo }: ExecCommand, { definition, run }: ExecPlace): Refused | undefined {
  const sentence = refuseArgv(argv)
  if (sentence) return reject('bad-command', sentence)
  if (undo === undefined) return undefined
  if (run?.kind === 'rollback')
    return reject('wrong-state', 'A rollback is not undone in turn: leave --undo out, or give the command after it.')
  if (selectStep(definition, undo)) return undefined
  const known = definition.runbook.stages.filter((stage) => stage.kind === 'rollback').flatMap((stage) => stage.steps)
  return reject('unknown-step', `The runbook has no step "${undo}". Its rollback has: ${idsOf(known)}.`)
}

const idsOf = (steps: Step[]) => steps.map((step) => step.id).join(', ') || 'none'

/** Between steps, halted, paused, or while a person or a clock is waited for: never beside a running command. */
function refuseInRun(state: ReleaseState, run: RunState): Refused | undefined {
  if (run.finished) return reject('run-not-open', `Run ${run.id} is over (${run.finished.outcome}).`)
  if (run.takenOverBy)
    return reject('wrong-state', `Rollback ${run.takenOverBy} has taken over: name it with --run ${run.takenOverBy}.`)
  if (run.stopRequested) return reject('wrong-state', `Run ${run.id} is being stopped.`)
  const busy = selectOpenAttempts(state, run).find((attempt) => attempt.status !== 'waiting')
  if (!busy) return undefined
  const title = selectStep(run.definition, busy.stepId)?.title ?? busy.stepId
  return reject('wrong-state', `"${title}" is running: wait for its end, or stop it, then give the command again.`)
}

function refuseOutside({ override }: ExecCommand, place: ExecPlace, facts: Facts): Refused | undefined {
  const objections = place.protected && !override ? selectScheduleObjections(place.definition, facts.nowMs) : []
  return objections.length > 0
    ? reject(objections[0]!.code, objections.map((each) => each.message).join(' '))
    : undefined
}

/** A protected environment asks once more, for exactly this command at exactly this moment. */
function refuseUnconfirmed(
  { confirm }: ExecCommand,
  { environment, protected: isProtected }: ExecPlace,
  step: Step,
  facts: Facts,
): Refused | undefined {
  if (!isProtected || (facts.confirmation !== undefined && confirm === facts.confirmation)) return undefined
  return confirm === undefined
    ? reject(
        'needs-confirmation',
        `${environment} is protected: confirm "${step.title}" with --confirm ${facts.confirmation}.`,
      )
    : reject('changed-since-shown', 'This confirmation is for another command or was used already: look at it again.')
}

const started = (runId: RunId, step: Step, facts: Facts): CockpitEvent => {
  const { timeoutMs } = step.attributes
  const about = { runId, stepId: step.id as StepId, attemptId: facts.attemptId, number: 1, kind: step.kind }
  const stepDigest = facts.stepDigests[step.id] ?? facts.definitionDigest
  return {
    type: 'step.started',
    payload: { ...about, stepDigest, nonce: facts.nonce, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
  }
}

function openRun({ override, reason }: ExecCommand, place: ExecPlace, facts: Facts): CockpitEvent {
  const overridden = place.protected && override ? selectScheduleObjections(place.definition, facts.nowMs) : []
  return {
    type: 'run.started',
    payload: {
      runId: facts.runId,
      kind: 'deploy',
      drill: false,
      stageIds: [],
      title: AD_HOC_TITLE,
      environment: place.environment,
      protected: place.protected,
      definitionDigest: facts.definitionDigest,
      resolvedDigest: facts.resolvedDigest,
      plan: [],
      leftOut: [],
      pace: 'auto',
      confirmAll: false,
      inputs: {},
      deviations: [
        `Outside any run of the runbook. ${reason}`,
        ...overridden.map((each) => `${each.message} Overridden: ${override}`),
      ],
    },
  }
}
