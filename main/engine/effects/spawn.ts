import { FULL_BELOW_BYTES } from '../../../shared/domain/disk-room.ts'
import type { Effect } from '../../../shared/domain/pending-effects.ts'
import type { AttemptState, RunState } from '../../../shared/domain/state.ts'
import { selectStep } from '../../../shared/domain/steps.ts'
import type { CockpitEvent } from '../../../shared/events/index.ts'
import type { Step } from '../../../shared/runbook/model.ts'
import type { LedgerDisk } from '../../ports/ledger-disk.ts'
import type { CommandSpec } from '../../ports/process-runner.ts'
import { awaitSecrets } from '../await-secrets.ts'
import type { EffectContext } from '../effect-context.ts'
import { joinPath } from '../paths.ts'
import type { EnginePorts } from '../ports.ts'
import { remoteSpecOf } from './remote-spec.ts'
import { scriptOf } from './script-of.ts'

/** What it takes to say what a command is given. */
export type SpecContext = Pick<EffectContext, 'contexts' | 'ports' | 'state'>

/** What a step's command is given, here or on its host. */
export const specOf = (run: RunState, attempt: AttemptState, step: Step, context: SpecContext): CommandSpec =>
  remoteSpecOf(run, attempt, step, context) ?? localSpecOf(run, attempt, step, context)

function localSpecOf(
  run: RunState,
  attempt: AttemptState,
  step: Step,
  { contexts, ports, state }: SpecContext,
): CommandSpec {
  const { base, variables, secrets } = contexts.of(run.id)
  const carried = ports.carry.read(run.id)
  const env: Record<string, string> = { ...base, ...variables, ...carried?.set, ...step.attributes.env, ...secrets }
  for (const name of carried?.unset ?? []) delete env[name]
  const start = carried?.cwd ?? state().folder
  return {
    ...scriptOf(run, attempt, step),
    cwd: step.attributes.cwd ? joinPath(state().folder, step.attributes.cwd) : start,
    env,
    ...(step.attributes.interactive ? { terminal: true } : {}),
  }
}

/** Nothing runs: only taking the claim allows saying so. */
const notStarted = (attempt: AttemptState, reason: string): CockpitEvent => ({
  type: 'step.finished',
  payload: {
    runId: attempt.runId,
    stepId: attempt.stepId,
    attemptId: attempt.id,
    outcome: 'never-started',
    reason,
    durationMs: 0,
  },
})

/** False too where the claim cannot be written: then nobody can say that it did not start. */
export function isForbidden({ id }: AttemptState, { runner }: Pick<EnginePorts, 'runner'>): boolean {
  try {
    return runner.forbid(id)
  } catch {
    return false
  }
}

/** The way back may use the reserve for its own files. */
function makeRoom(disk: LedgerDisk): void {
  while ((disk.freeBytes() ?? Number.POSITIVE_INFINITY) < FULL_BELOW_BYTES && disk.release());
}

/** Starts the shim of an attempt whose intent is on the record. */
export async function performSpawn(effect: Extract<Effect, { kind: 'spawn' }>, context: EffectContext): Promise<void> {
  const { ports, report } = context
  const attempt = context.state().attempts[effect.attemptId]!
  const run = context.state().runs[attempt.runId]!
  const step = selectStep(run.definition, attempt.stepId)!
  const of = { runId: run.id, stepId: step.id, attemptId: attempt.id }
  if (!(await awaitSecrets(run.id, context))) return
  if (run.kind === 'rollback') makeRoom(ports.disk)
  try {
    const identity = await ports.runner.start(specOf(run, attempt, step, context))
    await report({ type: 'step.spawned', payload: { ...of, identity } })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (isForbidden(attempt, ports)) return report(notStarted(attempt, reason))
    await report({ type: 'step.outcome-unknown', payload: { ...of, state: 'unknown', reason } })
  }
}
