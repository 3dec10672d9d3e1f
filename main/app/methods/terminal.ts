/**
 * What people type into interactive steps. Who typed is on record before the first byte reaches the command; what was typed never is, because it may
 * be a password.
 */
import { decodeBase64 } from '../../../shared/contract/base64.ts'
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import { refuseInput } from '../../../shared/domain/refuse-input.ts'
import { reject } from '../../../shared/domain/rejection.ts'
import type { AttemptId } from '../../../shared/ids.ts'
import { LedgerUnwritable } from '../../ports/event-store.ts'
import type { OwnerContext } from '../context.ts'
import { findRelease } from './runs.ts'

/** A burst of keys is one entry: when a line is ended or interrupted, when somebody else types, and every so many bytes. */
const ENTRY_BYTES = 256
const ENDS_ENTRY = [0x03, 0x04, 0x0a, 0x0d, 0x1a, 0x1c]

type Typed = { by: string; bytes: number }
const unrecorded = new WeakMap<OwnerContext['engine'], Map<AttemptId, Typed>>()

function typedSoFar(engine: OwnerContext['engine']): Map<AttemptId, Typed> {
  const known = unrecorded.get(engine) ?? new Map<AttemptId, Typed>()
  unrecorded.set(engine, known)
  return known
}

export async function sendToTerminal(
  context: OwnerContext,
  { release: id, attempt, base64, as }: ParsedParams<'terminal.send'>,
): Promise<Results['terminal.send']> {
  const release = await findRelease(context, id)
  const refused = refuseInput(release.state(), attempt)
  if (refused) return { ok: false, ...refused }
  const bytes = decodeBase64(base64)
  const typed = typedSoFar(context.engine)
  const before = typed.get(attempt)
  const name = context.ports.secrets.hide(as.name)
  const count = bytes.length + (before?.by === name ? before.bytes : 0)
  const isEntry =
    count > 0 && (before?.by !== name || count >= ENTRY_BYTES || bytes.some((byte) => ENDS_ENTRY.includes(byte)))
  const left = isEntry && record() ? 0 : count
  typed.set(attempt, { by: name, bytes: left })

  /** The way back is answered even when it cannot be written down: the bytes stay counted for the next entry. */
  function record(): boolean {
    const { runId, stepId } = release.state().attempts[attempt]!
    const actor = { kind: 'person', name, assurance: 'claimed', ...(as.role ? { role: as.role } : {}) } as const
    try {
      release.record(
        [{ type: 'step.input-typed', payload: { runId, stepId, attemptId: attempt, bytes: count } }],
        actor,
      )
      return true
    } catch (error) {
      if (!(error instanceof LedgerUnwritable)) throw error
      return false
    }
  }

  const sent = context.ports.runner.terminal?.send(attempt, bytes) ?? 'gone'
  if (sent === 'sent') return { ok: true }
  // What was refused is on record already; when it is sent again it is not counted twice.
  if (sent === 'full') typed.set(attempt, { by: name, bytes: left - bytes.length })
  return {
    ok: false,
    ...(sent === 'full'
      ? reject(
          'input-unread',
          'The command has not read what was typed before: this was not sent. Try again, or stop the step.',
        )
      : reject('wrong-state', 'The command has ended or closed its terminal: nobody reads what is typed.')),
  }
}

export async function resizeTerminal(
  context: OwnerContext,
  { release: id, attempt, columns, rows }: ParsedParams<'terminal.resize'>,
): Promise<Results['terminal.resize']> {
  const release = await findRelease(context, id)
  if (refuseInput(release.state(), attempt)) return { resized: false }
  return { resized: (await context.ports.runner.terminal?.resize(attempt, { columns, rows })) ?? false }
}
