/** Whether a rehearsal may begin. No window, freeze, condition or approval is asked: nothing is deployed by it (docs/rehearsal.md). */
import type { Command } from '../../contract/commands.ts'
import type { CockpitEvent } from '../../events/index.ts'
import type { ReleaseDefinition } from '../../runbook/model.ts'
import type { Decision, Facts } from '../decision.ts'
import { refuseFullDisk } from '../disk-room.ts'
import { type Rejection, reject } from '../rejection.ts'
import type { ReleaseState } from '../state.ts'
import { plannedMsOf, selectOpenRehearsals, selectOpenRuns } from '../steps.ts'
import { planRehearsal, type RehearsalPlan, selectSafeSteps } from './plan-rehearsal.ts'
import { atSpeed } from './rehearsal-state.ts'

export type RehearsalCommand = Extract<Command, { type: 'rehearsal.start' }>

type Refused = { rejection: Rejection }

/** Who rehearses while something runs for real takes one for the other. */
function refuseBeside(state: ReleaseState): Refused | undefined {
  const [open] = selectOpenRuns(state)
  if (open)
    return reject(
      'run-open',
      `Run ${open.id} (${open.title}) is open in ${open.environment}: nothing is rehearsed while something runs for real.`,
    )
  const [other] = selectOpenRehearsals(state)
  return other && reject('run-open', `${other.title} (${other.id}) is still open: finish or stop it first.`)
}

function refuseUnknown(definition: ReleaseDefinition, { environment, stageId }: RehearsalCommand): Refused | undefined {
  const { environments, runbook } = definition
  const names = (all: { name: string }[]) => all.map((each) => each.name).join(', ') || 'none'
  if (!environments.some((each) => each.name === environment))
    return reject(
      'unknown-environment',
      `release.yaml has no environment "${environment}". It has: ${names(environments)}.`,
    )
  if (stageId && !runbook.stages.some((stage) => stage.id === stageId))
    return reject(
      'unknown-stage',
      `The runbook has no stage "${stageId}". It has: ${runbook.stages.map(({ id }) => id).join(', ') || 'none'}.`,
    )
  return undefined
}

/** H10. What runs for real in a protected environment was shown before, and is what was shown. */
function refuseUnshown(definition: ReleaseDefinition, command: RehearsalCommand): Refused | undefined {
  const { environment, shownDigest } = command
  const isProtected = definition.environments.find(({ name }) => name === environment)?.protected
  return isProtected && shownDigest === undefined
    ? reject(
        'not-armed',
        `${environment} is protected: commands that run for real there carry the digest of the preview a person was shown. Look at the preview, then start.`,
      )
    : undefined
}

function refuse(plan: RehearsalPlan, command: RehearsalCommand, facts: Facts, isReal: boolean): Refused | undefined {
  if (plan.steps.length === 0) return reject('unknown-stage', 'There is no step to rehearse.')
  if (command.shownDigest && command.shownDigest !== facts.resolvedDigest)
    return reject(
      'changed-since-shown',
      'The release folder or what was chosen changed since it was shown: look at it again, then start.',
    )
  if (facts.leaks?.length) return reject('unresolvable', facts.leaks.join(' '))
  // A stub needs no value; a command that runs for real does.
  return isReal && facts.problems.length > 0 ? reject('unresolvable', facts.problems.join(' ')) : undefined
}

/** The pace of the slowest: what a person starts for real is started by a person here. */
const paceOf = ({ runbook }: ReleaseDefinition, { stageIds, of }: RehearsalPlan) =>
  of === 'deploy' && runbook.stages.some((stage) => stageIds.includes(stage.id) && stage.pace === 'manual')
    ? 'manual'
    : 'auto'

function started(
  definition: ReleaseDefinition,
  plan: RehearsalPlan,
  command: RehearsalCommand,
  facts: Facts,
): CockpitEvent {
  const { environment, speed, inputs, confirmAll } = command
  const safe = command.commands === 'safe' ? selectSafeSteps(plan) : []
  const real = safe.map((step) => step.id)
  const plannedMs = (step: RehearsalPlan['steps'][number]['step']) => {
    const ms = plannedMsOf(step)
    return ms === undefined || real.includes(step.id) ? ms : atSpeed(ms, speed)
  }
  return {
    type: 'rehearsal.started',
    payload: {
      runId: facts.runId,
      of: plan.of,
      stageIds: plan.stageIds,
      title: plan.title,
      environment,
      definitionDigest: facts.definitionDigest,
      resolvedDigest: facts.resolvedDigest,
      plan: plan.steps.map(({ step, undoes }) => ({ stepId: step.id, undoes, plannedMs: plannedMs(step) })),
      leftOut: plan.leftOut,
      speed,
      real,
      pace: command.pace ?? paceOf(definition, plan),
      confirmAll,
      inputs,
      problems: facts.problems,
    },
  }
}

export function decideRehearsal(state: ReleaseState, command: RehearsalCommand, facts: Facts): Decision {
  const { definition } = state
  if (!definition) return reject('no-definition', 'The release folder has not been read yet: open it first.')
  const early = refuseFullDisk(facts.room) ?? refuseUnknown(definition, command) ?? refuseBeside(state)
  if (early) return early
  const plan = planRehearsal(definition, command.environment, command.stageId)!
  const isReal = command.commands === 'safe' && selectSafeSteps(plan).length > 0
  const refusal = (isReal ? refuseUnshown(definition, command) : undefined) ?? refuse(plan, command, facts, isReal)
  if (refusal) return refusal
  const { runId, environment, notices: mode } = { ...command, ...facts }
  const chosen: CockpitEvent[] = mode ? [{ type: 'notice.mode-set', payload: { runId, environment, mode } }] : []
  return { events: [...chosen, started(definition, plan, command, facts)] }
}
