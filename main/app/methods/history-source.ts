/** What git says of a release, put on record once for each pair of commits, so that a document can be checked against what it was made from. */
import type { HistorySource } from '../../../shared/documents/reports/ground.ts'
import type { ReleaseState } from '../../../shared/domain/state.ts'
import { COCKPIT } from '../../../shared/events/envelope.ts'
import type { PayloadOf, RecordedEvent } from '../../../shared/events/index.ts'
import { upcast } from '../../../shared/events/upcast.ts'
import type { ReleaseDefinition } from '../../../shared/runbook/model.ts'
import { LedgerUnwritable } from '../../ports/event-store.ts'
import type { HistoryEnds, HistoryRequest } from '../../ports/history.ts'
import type { OwnerContext } from '../context.ts'

type Recorded = Extract<RecordedEvent, { type: 'history.read' }>

function requestOf({ folder, definition }: ReleaseState): HistoryRequest | { problem: string } {
  if (!definition?.repository)
    return { problem: 'release.yaml names no release.repository: add the folder of its git repository, such as ".".' }
  const { repository, name, previous, version, history } = definition
  if (!previous) return { problem: 'release.yaml names no release.previous: add the version that is live now.' }
  return {
    folder,
    repository,
    name,
    previous,
    version,
    only: history?.only ?? [],
    ...(history?.tag ? { tag: history.tag } : {}),
  }
}

function recordedOf({ ports }: OwnerContext, { release, history }: ReleaseState): Recorded | undefined {
  const [entry] = history ? ports.store.read(release, history.seq, history.seq + 1) : []
  const event = entry && upcast(entry)
  return event?.type === 'history.read' ? event : undefined
}

const sourceOf = ({ payload, seq, recordedAt }: Recorded): HistorySource => ({
  ...payload,
  seq,
  atMs: Date.parse(recordedAt),
})

/** Whether what is on record is about these very commits. */
const isAbout = ({ payload }: Recorded, { repository, only }: HistoryRequest, { since, until }: HistoryEnds): boolean =>
  payload.repository === repository &&
  payload.since.commit === since.commit &&
  payload.until.commit === until.commit &&
  payload.until.name === until.name &&
  payload.only.join('\0') === only.join('\0')

const unrecorded = ({ ports }: OwnerContext, facts: PayloadOf<'history.read'>): HistorySource => ({
  ...facts,
  seq: 0,
  atMs: ports.clock.nowMs(),
})

/** On record when the ledger can be written; else only in the document, with seq 0. */
async function put(
  context: OwnerContext,
  state: ReleaseState,
  facts: PayloadOf<'history.read'>,
): Promise<HistorySource> {
  try {
    const release = await context.engine.find(state.release)
    const [event] = release?.record([{ type: 'history.read', payload: facts }], COCKPIT) ?? []
    if (event?.type === 'history.read') return sourceOf(event)
  } catch (error) {
    if (!(error instanceof LedgerUnwritable)) throw error
  }
  return unrecorded(context, facts)
}

/** Asked one at a time for each release: two documents that are written at once put it on record once. */
const asked = new WeakMap<OwnerContext, Map<string, Promise<HistorySource>>>()

export function historySource(context: OwnerContext, state: ReleaseState): Promise<HistorySource> {
  const of = asked.get(context) ?? new Map<string, Promise<HistorySource>>()
  asked.set(context, of)
  const before = of.get(state.release) ?? Promise.resolve()
  const now = before
    .then(() => read(context, state))
    .finally(() => {
      if (of.get(state.release) === now) of.delete(state.release)
    })
  of.set(state.release, now)
  return now
}

async function read(context: OwnerContext, given: ReleaseState): Promise<HistorySource> {
  const state = (await context.engine.find(given.release))?.state() ?? given
  const request = requestOf(state)
  const recorded = recordedOf(context, state)
  const instead = (problem: string): HistorySource => (recorded ? { ...sourceOf(recorded), problem } : { problem })
  if ('problem' in request) return instead(request.problem)
  const ends = await context.history.ends(request)
  if ('problem' in ends) return instead(ends.problem)
  if (recorded && isAbout(recorded, request, ends)) return sourceOf(recorded)
  const facts = await context.history.read(request, ends)
  if ('problem' in facts) return instead(facts.problem)
  // The record of a closed release is read only: then what git says now stands in the document alone.
  return state.closed ? unrecorded(context, facts) : put(context, state, facts)
}

/** The definition of the version before, where this ledger has that release. */
export async function previousOf(
  { ports, engine }: OwnerContext,
  state: ReleaseState,
): Promise<ReleaseDefinition | undefined> {
  const { definition } = state
  if (!definition?.previous) return undefined
  const row = ports.store
    .releases()
    .find(
      ({ release, summary }) =>
        release !== state.release && summary.name === definition.name && summary.version === definition.previous,
    )
  return row && (await engine.find(row.release))?.state().definition
}
