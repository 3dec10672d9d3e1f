/** What to do with late journals an earlier cockpit left: go on with them, drop those that are in the ledger, or keep them and say so. */
import { foldEntries } from '../../shared/domain/evolve.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import type { Envelope, NewEntry, Recorded } from '../../shared/events/envelope.ts'
import { digest, type ReleaseId } from '../../shared/ids.ts'
import { GENESIS_TYPE } from '../../shared/ledger/chain.ts'
import { CHECKPOINT_TYPE } from '../../shared/ledger/checkpoint.ts'
import type { EventStore, Head, SealedEntry } from '../ports/event-store.ts'
import type { LateBatch, LateJournal, LateJournals } from '../ports/late-journal.ts'
import { envelopeOf, recordedOf } from './sealed.ts'

export type KeptJournal = { file: string; reason: string }

const sealedOf = (journal: LateJournal): SealedEntry[] => journal.batches.flatMap((batch) => batch.sealed)

const sameAt = (store: EventStore, release: ReleaseId, { size, hash }: Head) =>
  store.read(release, size, size + 1)[0]?.hash === hash

/** Put behind another head it has a longer name. */
const isIt = (journalId: string, found: string | undefined) =>
  found === journalId || found?.startsWith(`${journalId}-`) === true

/** In the ledger already: the process ended between the transaction and the removal of the file. */
function isBroughtIn(store: EventStore, journal: LateJournal, size: number): boolean {
  const { release, base, journalId } = journal.header
  const last = sealedOf(journal).at(-1)
  if (!last) return true
  const { seq } = envelopeOf(last)
  if (seq <= size && sameAt(store, release, { size: seq, hash: digest(last.hash) })) return true
  const since = store.read(release, Math.min(base.size, size))
  return since.some(
    ({ type, payload }) =>
      type === 'ledger.recorded-late' && isIt(journalId, (payload as { journalId?: string } | null)?.journalId),
  )
}

const asNew = (
  { type, schemaVersion, actor, correlationId, causationId }: Envelope,
  payload: unknown,
  base: number,
): NewEntry => ({
  type,
  schemaVersion,
  actor,
  correlationId,
  // What caused it has another seq now.
  causationId: causationId !== null && causationId > base ? null : causationId,
  payload,
})

/** Signatures over heads that are not in this chain, and the beginning of another. */
const LEFT_OUT: readonly string[] = [CHECKPOINT_TYPE, GENESIS_TYPE]

/** The same entries behind another head. */
function sealAgain(store: EventStore, journal: LateJournal, head: Head): LateBatch[] {
  const { release, base } = journal.header
  let after = head
  return journal.batches.map(({ sealed, summary }) => {
    const again = sealed.flatMap((entry) => {
      const envelope = envelopeOf(entry)
      if (LEFT_OUT.includes(envelope.type)) return []
      const entries = [asNew(envelope, JSON.parse(entry.payload), base.size)]
      const [placed] = store.seal(release, after, envelope.recordedAt, entries)
      after = { size: after.size + 1, hash: digest(placed!.hash) }
      return [placed!]
    })
    return { sealed: again, ...(summary ? { summary } : {}) }
  })
}

type Named = { runId?: unknown; attemptId?: unknown }

/** Whether what the entries speak of is there at their turn, and what they begin is not. */
function fits(state: ReleaseState | undefined, entries: Recorded[]): boolean {
  const runs = new Set(Object.keys(state?.runs ?? {}))
  const attempts = new Set(Object.keys(state?.attempts ?? {}))
  const ended = new Set(Object.values(state?.runs ?? {}).flatMap((run) => (run.finished ? [run.id as string] : [])))
  return (
    state !== undefined &&
    entries.every(({ type, payload }) => {
      const { runId, attemptId } = payload as Named
      if (type === 'run.started') return !runs.has(String(runId)) && runs.add(String(runId)) !== undefined
      if (type === 'step.started') attempts.add(String(attemptId))
      if (runId !== undefined && (!runs.has(String(runId)) || ended.has(String(runId)))) return false
      return attemptId === undefined || attempts.has(String(attemptId))
    })
  )
}

/** Puts a journal behind the chain as it is now, as far as that makes sense. */
function rebased(
  store: EventStore,
  journals: LateJournals,
  journal: LateJournal,
  head: Head,
): LateJournal | KeptJournal {
  const { release } = journal.header
  const entries = sealedOf(journal).map((each) => recordedOf(release, each))
  if (!fits(foldEntries(store.read(release)), entries))
    return {
      file: journal.file(),
      reason: `The ledger of ${release} went another way since: it has ${head.size} entries, and those of the journal follow entry ${journal.header.base.size} of what it was. Keep both files.`,
    }
  const { journalId } = journal.header
  const header = { ...journal.header, journalId: `${journalId}-${head.size}`, replaces: journalId, base: head }
  const moved = journals.begin(header, sealAgain(store, journal, head))
  journal.discard()
  return moved
}

function settle(
  store: EventStore,
  journals: LateJournals,
  journal: LateJournal,
): LateJournal | KeptJournal | undefined {
  const { release, base } = journal.header
  const head = store.head(release)
  if (!head && base.size === 0) return journal
  if (!head)
    return { file: journal.file(), reason: `This ledger has no release ${release}: it belongs to another one.` }
  if (isBroughtIn(store, journal, head.size)) {
    journal.discard()
    return undefined
  }
  return head.size === base.size && head.hash === base.hash ? journal : rebased(store, journals, journal, head)
}

const LATER = 'Another journal of the same release comes first: this one is looked at at the next start.'

export function settleLeft(
  store: EventStore,
  journals: LateJournals,
): { journals: LateJournal[]; kept: KeptJournal[] } {
  const left = journals.left()
  const kept: KeptJournal[] = [...left.damaged]
  const taken = new Set<ReleaseId>()
  const open = left.journals.flatMap((journal) => {
    const settled = settle(store, journals, journal)
    if (!settled) return []
    const isFirst = 'header' in settled && !taken.has(settled.header.release)
    if (isFirst) taken.add(settled.header.release)
    if (isFirst) return [settled]
    kept.push('header' in settled ? { file: settled.file(), reason: LATER } : settled)
    return []
  })
  return { journals: open, kept }
}
