/**
 * The ledger as the engine sees it: what is in the file, and behind it what is only in a late journal yet. A release on a late journal is
 * appended to there; `bringIn` puts it into the file and ends that.
 */
import type { NewEntry, Recorded } from '../../shared/events/envelope.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { type EventStore, type Head, LedgerUnwritable, type ReleaseSummary } from '../ports/event-store.ts'
import type { LateJournal, LateJournals } from '../ports/late-journal.ts'
import { type KeptJournal, settleLeft } from './late-left.ts'
import { recordedOf } from './sealed.ts'

export type LateStore = EventStore & {
  /** The journal a release is recorded in now. */
  lateOf(release: ReleaseId): LateJournal | undefined
  lateReleases(): ReleaseId[]
  /** Records a release in a late journal from now on. Throws `LedgerUnwritable` when that is possible nowhere. */
  goLate(release: ReleaseId, base: Head, reason: string): void
  /** Puts a release's journal into the ledger with `entries` behind it, in one transaction, and ends it. Throws `LedgerUnwritable`. */
  bringIn(release: ReleaseId, recordedAt: string, entries: NewEntry[], summary: Record<string, unknown>): Recorded[]
  /** Journals that cannot be brought in: they stay where they are. */
  kept: readonly KeptJournal[]
}

export type LateStoreOptions = {
  store: EventStore
  journals: LateJournals
  nowMs(): number
  journalId(): string
  /** A release went to a journal, or came back from it. */
  onChange(): void
}

type Late = { journal: LateJournal; entries: Recorded[]; summary: Record<string, unknown> | undefined }

const headOf = ({ journal, entries }: Late): Head => {
  const last = entries.at(-1)
  return last ? { size: last.seq, hash: last.hash } : journal.header.base
}

const taken = (journal: LateJournal): Late => ({
  journal,
  entries: journal.batches.flatMap((batch) => batch.sealed.map((each) => recordedOf(journal.header.release, each))),
  summary: journal.batches.findLast((batch) => batch.summary)?.summary,
})

export function createLateStore({ store, journals, nowMs, journalId, onChange }: LateStoreOptions): LateStore {
  const left = settleLeft(store, journals)
  const late = new Map<ReleaseId, Late>(left.journals.map((journal) => [journal.header.release, taken(journal)]))

  function appendLate(
    release: ReleaseId,
    own: Late,
    expectedSize: number,
    recordedAt: string,
    entries: NewEntry[],
    summary?: Record<string, unknown>,
  ): Recorded[] {
    const head = headOf(own)
    if (head.size !== expectedSize)
      throw new LedgerUnwritable(
        'moved-head',
        `${release} has ${head.size} entries where ${expectedSize} were expected.`,
      )
    const sealed = store.seal(release, head, recordedAt, entries)
    own.journal.append({ sealed, ...(summary ? { summary } : {}) })
    const recorded = sealed.map((each) => recordedOf(release, each))
    own.entries.push(...recorded)
    own.summary = summary ?? own.summary
    return recorded
  }

  /** Releases the file knows nothing of yet. */
  const onlyLate = (): ReleaseSummary[] =>
    [...late].flatMap(([release, { journal, entries }]) => {
      const [first] = entries
      if (journal.header.base.size > 0 || !first) return []
      const { recordedAt: createdAt, hash: head, ledgerId = '' } = first
      return [{ release, ledgerId, size: 0, head, createdAt, updatedAt: createdAt, summary: {} }]
    })

  return {
    ...store,
    lateOf: (release) => late.get(release)?.journal,
    lateReleases: () => [...late.keys()],
    kept: left.kept,
    goLate(release, base, reason) {
      if (late.has(release)) return
      const header = { journalId: journalId(), release, base, reason, sinceMs: nowMs() }
      late.set(release, taken(journals.begin(header)))
      onChange()
    },
    bringIn(release, recordedAt, entries, summary) {
      const own = late.get(release)
      if (!own) return []
      const sealed = own.journal.batches.flatMap((batch) => batch.sealed)
      const { base } = own.journal.header
      const after = base.size === 0 ? undefined : base
      const recorded = store.appendSealed(release, after, sealed, recordedAt, entries, summary)
      late.delete(release)
      own.journal.discard()
      onChange()
      return recorded
    },
    append(release, expectedSize, recordedAt, entries, summary) {
      const own = late.get(release)
      return own
        ? appendLate(release, own, expectedSize, recordedAt, entries, summary)
        : store.append(release, expectedSize, recordedAt, entries, summary)
    },
    remove(release, erasure, recordedAt, by) {
      const own = late.get(release)
      if (!own) return store.remove(release, erasure, recordedAt, by)
      const where = `${release} is recorded in ${own.journal.file()}`
      throw new LedgerUnwritable('late', `${where}: nothing can be erased before the ledger can be written again.`)
    },
    read(release, fromSeq = 1, toSeq) {
      const own = late.get(release)
      if (!own) return store.read(release, fromSeq, toSeq)
      const end = own.journal.header.base.size + 1
      const inFile = fromSeq < end ? store.read(release, fromSeq, Math.min(toSeq ?? end, end)) : []
      return [...inFile, ...own.entries.filter(({ seq }) => seq >= fromSeq && (toSeq === undefined || seq < toSeq))]
    },
    head(release) {
      const own = late.get(release)
      return own ? headOf(own) : store.head(release)
    },
    releases: () =>
      [...store.releases(), ...onlyLate()].map((row) => {
        const own = late.get(row.release)
        if (!own) return row
        const { size, hash } = headOf(own)
        const updatedAt = own.entries.at(-1)?.recordedAt ?? row.updatedAt
        return { ...row, size, head: hash, updatedAt, summary: own.summary ?? row.summary }
      }),
  }
}
