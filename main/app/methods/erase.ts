/** Taking a leak out of the record: `cockpit erase` and the ledger view. */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import { holdsText, planErasure } from '../../../shared/domain/erasure.ts'
import type { AttemptState } from '../../../shared/domain/state.ts'
import { isOpen } from '../../../shared/domain/steps.ts'
import type { Actor, Recorded } from '../../../shared/events/index.ts'
import { ERASURE_TYPE, REMAINS_TYPE } from '../../../shared/ledger/erasure.ts'
import type { ReleaseEngine } from '../../engine/release-engine.ts'
import { findText } from '../../event-store/output/find-text.ts'
import type { Erasure, OutputErasure } from '../../ports/event-store.ts'
import type { OwnerContext } from '../context.ts'
import { findRelease } from './runs.ts'

type Asked = ParsedParams<'ledger.erase'>
type What<Kind> = Extract<Asked['what'], { kind: Kind }>

const SHORTEST_LEAK = 8
const MOST_RANGES = 2000

const refuse = (code: string, sentence: string) => wireFailure(code, sentence)

function checkText({ what, leakedText }: Asked): void {
  if (what.kind === 'everywhere' && leakedText === undefined)
    throw refuse('missing-input', 'Give the leaked text: without it nobody knows what to look for.')
  if (leakedText !== undefined && leakedText.trim().length < SHORTEST_LEAK)
    throw refuse('missing-input', 'The leaked text has fewer than 8 characters: erase the whole entry or the lines.')
}

/** Entries emptied before, each with the entry that holds what was kept of it, if there is one. */
function emptied(entries: Recorded[]): Map<number, number | undefined> {
  const all = new Map<number, number | undefined>()
  entries.forEach((entry, index) => {
    const next = entries[index + 1]
    const { seq } = (entry.payload ?? {}) as { seq?: number }
    if (entry.type === ERASURE_TYPE && seq !== undefined)
      all.set(seq, next?.type === REMAINS_TYPE ? next.seq : undefined)
  })
  return all
}

/** What is left of an entry that was erased before stands in another one: that one is meant. */
function meant(entries: Recorded[], seq: number): number {
  const before = emptied(entries)
  let at = seq
  while (before.has(at)) {
    const next = before.get(at)
    if (next === undefined) throw refuse('wrong-state', `Entry ${at} is erased already, and nothing was kept of it.`)
    at = next
  }
  return at
}

function planEntry({ ports }: OwnerContext, release: ReleaseEngine, wanted: number, { reason, leakedText }: Asked) {
  const entries = ports.store.read(release.state().release)
  const seq = meant(entries, wanted)
  const entry = entries.find((each) => each.seq === seq)
  if (!entry) throw refuse('unknown-entry', `There is no entry ${seq}: the ledger has ${release.state().size}.`)
  const plan = planErasure(release.state(), entry, leakedText)
  if (plan.rejection) throw refuse(plan.rejection.code, plan.rejection.message)
  return { payload: { seq, reason, ...(plan.remains ? { remains: plan.remains } : {}) } }
}

function entriesWith({ ports }: OwnerContext, release: ReleaseEngine, leaked: string): number[] {
  const entries = ports.store.read(release.state().release)
  const before = emptied(entries)
  const holds = ({ seq, payload }: Recorded) => payload !== null && !before.has(seq) && holdsText(payload, leaked)
  return entries.filter(holds).map((entry) => entry.seq)
}

function rangesOf({ output }: OwnerContext, attempt: AttemptState, what: What<'output'>): [number, number][] {
  const { bytes } = output.head(attempt.id)
  const from = what.fromLine === undefined ? 0 : output.readFromLine(attempt.id, what.fromLine - 1, 1).offset
  const to = what.toLine === undefined ? bytes : output.readFromLine(attempt.id, what.toLine, 1).offset
  return from < to ? [[from, to]] : []
}

function planOutput(
  context: OwnerContext,
  release: ReleaseEngine,
  attempt: AttemptState,
  ranges: [number, number][],
  reason: string,
): Erasure[] {
  if (ranges.length === 0) return []
  if (isOpen(attempt)) throw refuse('wrong-state', `${attempt.stepId} still runs: stop it or wait for its end.`)
  if (ranges.length > MOST_RANGES)
    throw refuse('wrong-state', `It stands in ${ranges.length} places of ${attempt.stepId}: erase its whole output.`)
  const erasure: OutputErasure = { attempt: attempt.id, reason, ranges, stretches: [] }
  for (const { type, payload } of context.ports.store.read(release.state().release)) {
    const sealed = payload as { attemptId?: string; fromByte: number; toByte: number } | null
    if (type !== 'output.sealed' || sealed?.attemptId !== attempt.id) continue
    const { fromByte, toByte } = sealed
    if (ranges.some(([from, to]) => from < toByte && to > fromByte)) erasure.stretches.push({ fromByte, toByte })
  }
  return [{ output: erasure }]
}

const textRanges = ({ output }: OwnerContext, attempt: AttemptState, leaked: string) =>
  findText(output.chunks(attempt.id), leaked)

function planOutputs(context: OwnerContext, release: ReleaseEngine, { what, reason, leakedText }: Asked): Erasure[] {
  const { attempts } = release.state()
  if (what.kind === 'output') {
    const attempt = attempts[what.attempt]
    if (!attempt) throw refuse('unknown-step', `There is no attempt ${what.attempt} in this release.`)
    const ranges =
      leakedText === undefined ? rangesOf(context, attempt, what) : textRanges(context, attempt, leakedText)
    return planOutput(context, release, attempt, ranges, reason)
  }
  return Object.values(attempts).flatMap((attempt) =>
    planOutput(context, release, attempt, textRanges(context, attempt, leakedText ?? ''), reason),
  )
}

function plan(context: OwnerContext, release: ReleaseEngine, asked: Asked): Erasure[] {
  if (asked.what.kind === 'entry') return [planEntry(context, release, asked.what.seq, asked)]
  if (asked.what.kind === 'output') return planOutputs(context, release, asked)
  const seqs = entriesWith(context, release, asked.leakedText ?? '')
  return [...seqs.map((seq) => planEntry(context, release, seq, asked)), ...planOutputs(context, release, asked)]
}

const bytesOf = ({ ranges }: OutputErasure) => ranges.reduce((sum, [from, to]) => sum + to - from, 0)

/** Erases, or throws a sentence; then nothing was erased. From now on this process hides the leaked text like a secret. */
export async function eraseLeak(context: OwnerContext, params: Asked): Promise<Results['ledger.erase']> {
  checkText(params)
  const { secrets } = context.ports
  if (params.leakedText !== undefined) secrets.learn(params.leakedText)
  const asked = { ...params, reason: secrets.hide(params.reason) }
  const release = await findRelease(context, params.release)
  const erasures = plan(context, release, asked)
  if (erasures.length === 0)
    throw refuse('nothing-found', 'Nothing was found that could be erased: nothing was changed.')
  const { name, role } = params.as
  const actor: Actor = { kind: 'person', name: secrets.hide(name), assurance: 'claimed', ...(role ? { role } : {}) }
  const { gone } = release.erase(erasures, actor)
  context.output.forget()
  context.searches.forget()
  return {
    entries: erasures.flatMap((each) => ('payload' in each ? [each.payload.seq] : [])),
    outputs: erasures.flatMap((each) =>
      'output' in each ? [{ attempt: each.output.attempt, bytes: bytesOf(each.output) }] : [],
    ),
    gone,
  }
}
