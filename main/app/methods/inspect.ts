/** What is left of an attempt whose outcome nobody knows: facts to judge it by, and its own `verify` run once more as evidence. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { AttemptInspection, Results } from '../../../shared/contract/results.ts'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import { refuseEffectCheck } from '../../../shared/domain/effect-check.ts'
import { reject } from '../../../shared/domain/rejection.ts'
import { selectStep } from '../../../shared/domain/steps.ts'
import type { AttemptId } from '../../../shared/ids.ts'
import { specOf } from '../../engine/effects/spawn.ts'
import { LedgerUnwritable } from '../../ports/event-store.ts'
import type { OwnerContext } from '../context.ts'
import { findRelease } from './runs.ts'

const TAIL_BYTES = 8192
const MOST_LINES = 20
const KEPT_CHARACTERS = 4000

function lastLines({ output }: OwnerContext, attempt: AttemptId): string[] {
  const { bytes } = output.head(attempt)
  const from = Math.max(0, bytes - TAIL_BYTES)
  const text = Buffer.from(output.read(attempt, from, TAIL_BYTES).bytes).toString('utf8')
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/)
  return text === '' ? [] : (from > 0 ? lines.slice(1) : lines).slice(-MOST_LINES)
}

export async function inspectAttempt(
  context: OwnerContext,
  { release: id, attempt: attemptId }: ParsedParams<'attempt.inspect'>,
): Promise<AttemptInspection> {
  const state = (await findRelease(context, id)).state()
  const attempt = state.attempts[attemptId]
  if (!attempt) throw wireFailure('unknown-step', `There is no attempt ${attemptId} in this release.`)
  const step = selectStep(state.runs[attempt.runId]!.definition, attempt.stepId)
  const { hide } = context.ports.secrets
  const seen = context.ports.runner.inspect(attemptId)
  const { bytes, lines } = context.output.head(attemptId)
  return {
    ...seen,
    processes: (seen?.processes ?? []).map(({ pid, command }) => ({ pid, command: hide(command) })),
    stored: { bytes, lines },
    lastLines: lastLines(context, attemptId),
    ...(step?.attributes.verify === undefined ? {} : { verify: hide(step.attributes.verify) }),
  }
}

/** One at a time per attempt: two people who press it at once get one answer and one entry. */
const underWay = new Map<AttemptId, Promise<Results['attempt.verify']>>()

export async function verifyAttempt(
  context: OwnerContext,
  params: ParsedParams<'attempt.verify'>,
): Promise<Results['attempt.verify']> {
  const before = underWay.get(params.attempt)
  if (before) return before
  const work = runVerify(context, params).finally(() => underWay.delete(params.attempt))
  underWay.set(params.attempt, work)
  return work
}

async function runVerify(
  context: OwnerContext,
  { release: id, attempt: attemptId, as }: ParsedParams<'attempt.verify'>,
): Promise<Results['attempt.verify']> {
  const release = await findRelease(context, id)
  const refused = refuseEffectCheck(release.state(), attemptId, (run) => release.contexts.needs(run) !== undefined)
  if (refused) return { ok: false, ...refused }
  const { ports } = context
  const { hide } = ports.secrets
  const attempt = release.state().attempts[attemptId]!
  const run = release.state().runs[attempt.runId]!
  const step = selectStep(run.definition, attempt.stepId)!
  const spec = specOf(run, attempt, step, { ports, contexts: release.contexts, state: release.state })
  const command = step.attributes.verify!
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-verify-'))
  const spoolFile = join(folder, 'output')
  try {
    const { cwd, env, on, unset } = spec
    const reason = await ports.verifyEffect({ command, cwd, env, spoolFile, on, unset })
    const output = hide(readFileSync(spoolFile, 'utf8')).slice(-KEPT_CHARACTERS)
    const said = { isThere: reason === undefined, output, ...(reason === undefined ? {} : { reason: hide(reason) }) }
    const { runId, stepId } = attempt
    const payload = { runId, stepId, attemptId, command: hide(command), ...said }
    const name = hide(as.name)
    const by = { kind: 'person', name, assurance: 'claimed', ...(as.role ? { role: as.role } : {}) } as const
    release.record([{ type: 'step.effect-checked', payload }], by)
    return { ok: true, ...said }
  } catch (error) {
    if (error instanceof LedgerUnwritable) return { ok: false, ...reject('ledger-unwritable', error.message) }
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
