import type { Command } from '../../shared/contract/commands.ts'
import type { Facts } from '../../shared/domain/decision.ts'
import type { DiskRoom } from '../../shared/domain/disk-room.ts'
import { planRollback } from '../../shared/domain/rollback-plan.ts'
import { digestSubject } from '../../shared/domain/signoffs/digest-subject.ts'
import { findSubject } from '../../shared/domain/signoffs/subjects.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { selectStage } from '../../shared/domain/steps.ts'
import type { Actor } from '../../shared/events/index.ts'
import { digest } from '../../shared/ids.ts'
import { stepDigest } from '../../shared/runbook/digests.ts'
import type { ReleaseDefinition, Step } from '../../shared/runbook/model.ts'
import { amendFacts } from './amend-facts.ts'
import { execFacts } from './exec-facts.ts'
import { heldBy } from './held-by.ts'
import type { EnginePorts } from './ports.ts'
import { resolveRehearsal } from './resolve-rehearsal.ts'
import { type Resolution, resolveStages } from './resolve-stages.ts'

function resolutionOf(
  state: ReleaseState,
  command: Command,
  ports: EnginePorts,
  base?: Record<string, string>,
): Resolution | undefined {
  const definition = state.definition
  if (!definition) return undefined
  if (command.type === 'run.start') {
    const stage = selectStage(definition, command.stageId)
    return stage && resolveStages(definition, state.folder, [stage], command.environment, command.inputs, ports, base)
  }
  if (command.type === 'rehearsal.start') return resolveRehearsal(definition, state.folder, command, ports, base)
  if (command.type === 'rollback.start') {
    const plan = planRollback(state, command.environment, { service: command.service })
    const { environment } = command
    return (
      plan && resolveStages(plan.definition, state.folder, plan.stages, environment, plan.inputs, ports, base, true)
    )
  }
  return undefined
}

export function roomOf({ disk }: Pick<EnginePorts, 'disk'>): { room?: DiskRoom } {
  const freeBytes = disk.freeBytes()
  return freeBytes === undefined ? {} : { room: { folder: disk.folder, freeBytes } }
}

const evidenceFiles = (
  { folder }: ReleaseState,
  { evidence }: Extract<Command, { type: 'item.done' }>,
  { readEvidence }: EnginePorts,
) =>
  Object.fromEntries(
    evidence.flatMap((each) => (each.kind === 'file' ? [[each.path, readEvidence(folder, each.path)]] : [])),
  )

const NONE = digest('')

const RUN_KINDS: Partial<Record<Command['type'], 'rollback' | 'rehearsal'>> = {
  'rollback.start': 'rollback',
  'rehearsal.start': 'rehearsal',
}

/** The answer "roll back" is that rollback: it needs all that one needs. */
function rollbackMeant(state: ReleaseState, command: Command): Command {
  const decision = command.type === 'decision.answer' ? state.decisions?.[command.decisionId] : undefined
  if (command.type !== 'decision.answer' || command.choice !== 'roll-back' || !decision) return command
  const { reason, service } = command
  const scope = service === undefined ? {} : { service }
  return { type: 'rollback.start', environment: decision.environment, reason, drill: false, ...scope }
}

/** Everything `decide` must be told: ids, time, and digests of the folder as it is now. */
export function factsFor(
  state: ReleaseState,
  command: Command,
  actor: Actor,
  ports: EnginePorts,
  base?: Record<string, string>,
  folder?: ReleaseDefinition,
): Facts {
  const held = heldBy(state.release, ports)
  const meant = rollbackMeant(state, command)
  const resolution = resolutionOf(state, meant, ports, base)
  const exec = command.type === 'step.exec' ? execFacts(state, command, ports, base) : undefined
  const run = 'runId' in command && command.runId ? state.runs[command.runId] : undefined
  const more = 'inputs' in command ? command.inputs : (run?.amendRequest?.inputs ?? {})
  const isAmending = command.type === 'amend.request' || command.type === 'amend.approve'
  const about = command.type === 'comment.add' ? state.definition : run?.definition
  const steps = 'stepId' in command && about ? about.runbook.stages.flatMap((stage) => stage.steps) : []
  return {
    nowMs: ports.clock.nowMs(),
    actor,
    runId: ports.ids.runId(RUN_KINDS[meant.type] ?? 'deploy'),
    attemptId: ports.ids.attemptId(run?.id),
    nonce: ports.ids.nonce(),
    decisionId: ports.ids.decisionId(),
    definitionDigest: state.definitionDigest ?? NONE,
    resolvedDigest: resolution?.resolvedDigest ?? run?.resolvedDigest ?? NONE,
    stepDigests: Object.fromEntries(steps.map((step: Step) => [step.id, stepDigest(step, ports.sha256)])),
    problems: resolution?.problems ?? [],
    leaks: resolution?.leaks ?? [],
    ...exec,
    ...(['run.start', 'rehearsal.start', 'step.exec'].includes(command.type) ? roomOf(ports) : {}),
    ...(held === undefined ? {} : { held }),
    ...(command.type === 'run.start' && state.definition
      ? {
          files: ports.variables.fileDigests(state.definition, state.folder),
          missingScripts: ports.missingScripts(state.definition, state.folder),
        }
      : {}),
    ...(command.type === 'approval.give' && command.about
      ? { subject: digestSubject(findSubject(state, command.about), ports.sha256) }
      : {}),
    ...(command.type === 'item.done' ? { evidenceFiles: evidenceFiles(state, command, ports) } : {}),
    ...(isAmending && run && folder ? { amendment: amendFacts(state, run, folder, more, ports) } : {}),
  }
}
