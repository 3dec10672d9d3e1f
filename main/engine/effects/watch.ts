import type { Effect } from '../../../shared/domain/pending-effects.ts'
import type { AttemptState } from '../../../shared/domain/state.ts'
import { selectStep } from '../../../shared/domain/steps.ts'
import type { CockpitEvent } from '../../../shared/events/index.ts'
import type { Step } from '../../../shared/runbook/model.ts'
import type { SealedOutput } from '../../ports/output-store.ts'
import type { CarriedState, Observation } from '../../ports/process-runner.ts'
import { awaitSecrets } from '../await-secrets.ts'
import type { EffectContext } from '../effect-context.ts'
import { lateSealEvents, sealEvents } from '../late-output.ts'
import { specOf } from './spawn.ts'
import { watchStore } from './store-rest.ts'
import { watchSpool } from './watch-spool.ts'

type Finished = Extract<Observation, { state: 'finished' }>

const of = (attempt: AttemptState) => ({ runId: attempt.runId, stepId: attempt.stepId, attemptId: attempt.id })

const STOPPED = { person: 'stopped', rollback: 'stopped', timeout: 'timed-out' } as const

type Ending = { outcome: 'succeeded' | 'failed' | 'stopped' | 'timed-out'; reason?: string }

function ending(attempt: AttemptState, { exitCode, signal }: Finished): Ending {
  const how = signal ? `ended by ${signal}` : `exit ${exitCode}`
  if (attempt.stop) return { outcome: STOPPED[attempt.stop.cause], reason: `${attempt.stop.reason} (${how})` }
  return exitCode === 0 ? { outcome: 'succeeded' } : { outcome: 'failed', reason: how }
}

const carriedNames = (carried: CarriedState) => ({
  cwd: carried.cwd,
  set: Object.keys(carried.set).sort(),
  unset: carried.unset,
})

const named = (left: { pid: number; command: string }[]) =>
  left.map(({ pid, command }) => `${pid} ${command}`).join('; ')

/** What a person who stopped a step must know: what it left running. */
const withLeftRunning = (attempt: AttemptState, end: Ending, left: { pid: number; command: string }[]): Ending =>
  attempt.stop && left.length > 0
    ? { ...end, reason: `${end.reason ?? ''} Still running: ${named(left)}.`.trim() }
    : end

function finishEvent(
  attempt: AttemptState,
  seen: Finished,
  { outcome, reason }: Ending,
  head: { bytes: number; lines: number } | undefined,
  carried: CarriedState | undefined,
): CockpitEvent {
  return {
    type: 'step.finished',
    payload: {
      ...of(attempt),
      outcome,
      reason,
      exitCode: seen.exitCode,
      signal: seen.signal,
      durationMs: Math.max(0, Math.round(seen.endedAtMs - attempt.startedAtMs)),
      ...(head ? { output: { bytes: head.bytes, lines: head.lines } } : {}),
      ...(outcome === 'succeeded' && carried ? { carried: carriedNames(carried) } : {}),
    },
  }
}

const UNKNOWN: Record<string, { state: 'exit-unknowable' | 'interrupted-by-reboot' | 'unknown'; reason: string }> = {
  'exit-unknowable': {
    state: 'exit-unknowable',
    reason: 'The shim is gone while its command still runs: the exit code can never be known.',
  },
  'interrupted-by-reboot': {
    state: 'interrupted-by-reboot',
    reason: 'The machine was restarted while the command ran.',
  },
}

function unknownEvent(attempt: AttemptState, seen: Observation): CockpitEvent {
  const known = UNKNOWN[seen.state] ?? {
    state: 'unknown',
    reason: 'reason' in seen ? seen.reason : 'Nothing is left to tell how it ended.',
  }
  return { type: 'step.outcome-unknown', payload: { ...of(attempt), ...known } }
}

/** A command that was handed to its host and never started there: its claim was taken, so it never will. */
const neverStarted = (attempt: AttemptState, reason: string): CockpitEvent => ({
  type: 'step.finished',
  payload: { ...of(attempt), outcome: 'never-started', reason, durationMs: 0 },
})

const lostEvent = (attempt: AttemptState, seen: Observation): CockpitEvent =>
  seen.state === 'never-started' && seen.final ? neverStarted(attempt, seen.final.reason) : unknownEvent(attempt, seen)

/** How a finished command ended, once its effect was looked for too. */
async function endingOf(attempt: AttemptState, seen: Finished, step: Step, context: EffectContext): Promise<Ending> {
  const { ports, state } = context
  const end = ending(attempt, seen)
  const command = step.attributes.verify
  if (end.outcome === 'succeeded' && command !== undefined) {
    const { cwd, env, on, unset } = specOf(state().runs[attempt.runId]!, attempt, step, context)
    const spoolFile = ports.runner.spoolFile(attempt.id)
    const missing = await ports.verifyEffect({ command, cwd, env, spoolFile, on, unset })
    return missing === undefined ? end : { outcome: 'failed', reason: `exit 0, but ${missing}` }
  }
  return attempt.stop ? withLeftRunning(attempt, end, ports.runner.leftRunning(attempt.id)) : end
}

/** Branches of a parallel group start from the same place: what one of them exports reaches nobody. */
const carriedOn = (step: Step, seen: Finished): CarriedState | undefined =>
  step.attributes.parallel === undefined && seen.exitCode === 0 ? seen.carried : undefined

/** The way back does not wait for secrets. */
const isGivenUp = ({ id, runId }: AttemptState, { state }: EffectContext): boolean =>
  state().attempts[id]?.stop !== undefined || state().runs[runId]?.takenOverBy !== undefined

/** Ends an attempt whose output cannot be masked: it stays where it is, for its owner's eyes only. */
async function endWithoutOutput(attempt: AttemptState, step: Step, context: EffectContext): Promise<void> {
  const { ports, report, state, signal } = context
  const seen = await ports.runner.settled(attempt.id, signal)
  if (signal.aborted) return
  const now = state().attempts[attempt.id]!
  if (seen.state !== 'finished') return report(lostEvent(now, seen))
  const how = await endingOf(now, seen, step, context)
  const kept = `Its output is not stored, because the secrets to hide in it are missing: ${ports.runner.spoolFile(attempt.id)}`
  const reason = how.reason ? `${how.reason}. ${kept}` : kept
  await report(finishEvent(now, seen, { ...how, reason }, { bytes: 0, lines: 0 }, carriedOn(step, seen)))
}

const INCOMPLETE = {
  full: 'The disk that holds it was full while the command ran: what it could not write is lost.',
  cut: 'The file it was written to was removed or cut: what was not stored before is lost.',
}

function incompleteEvents(attempt: AttemptState, fullFrom: number | undefined, cutFrom: number | undefined) {
  const fromByte = cutFrom ?? fullFrom
  if (fromByte === undefined || attempt.incompleteFromByte !== undefined) return []
  const reason = cutFrom === undefined ? INCOMPLETE.full : INCOMPLETE.cut
  return [{ type: 'output.incomplete' as const, payload: { ...of(attempt), fromByte, reason } }]
}

/** Follows an attempt until it is over, imports the rest of its output, and reports exit and digests together. */
export async function performWatch(effect: Extract<Effect, { kind: 'watch' }>, context: EffectContext): Promise<void> {
  const { ports, report, contexts, signal } = context
  const attempt = context.state().attempts[effect.attemptId]!
  const step = selectStep(context.state().runs[attempt.runId]!.definition, attempt.stepId)!
  if (!(await awaitSecrets(attempt.runId, context, () => isGivenUp(attempt, context)))) {
    if (!signal.aborted) await endWithoutOutput(attempt, step, context)
    return
  }
  const { secrets } = contexts.of(attempt.runId)
  const spoolFile = ports.runner.spoolFile(attempt.id)
  const spool = watchSpool(ports, spoolFile)
  const store = watchStore(ports, attempt.id)
  ports.importer.follow({
    attempt: attempt.id,
    spoolFile,
    secrets: Object.values(secrets),
    sealedToByte: attempt.sealedToByte,
  })
  const seen = await ports.runner.settled(attempt.id, signal).finally(() => spool.end())
  if (signal.aborted) return
  const ended = context.state().attempts[attempt.id]!
  const how = seen.state === 'finished' ? await endingOf(ended, seen, step, context) : undefined
  const { stored, later } = await store.finish(ports.runner.leftSpool(attempt.id) === 'held')
  const now = context.state().attempts[attempt.id]!
  const seals = (all: SealedOutput[]) => sealEvents(all.filter((stretch) => stretch.toByte > now.sealedToByte))
  const before = [...seals(stored?.sealed ?? []), ...incompleteEvents(now, spool.end(), stored?.lostFromByte)]
  if (seen.state !== 'finished' || !how) await report(...before, lostEvent(now, seen))
  else {
    const carried = carriedOn(step, seen)
    if (carried && how.outcome === 'succeeded') ports.carry.write(attempt.runId, carried, attempt.identity?.host)
    await report(...before, finishEvent(now, seen, how, stored?.head, carried))
  }
  const { sealed, rawBytes } = stored ? { ...stored, sealed: [] } : await later
  await report(...lateSealEvents(context.state().attempts[attempt.id]!, sealed, () => []))
  context.leaveOutput(attempt.id, rawBytes)
}
