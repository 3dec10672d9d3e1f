/** The fold: state is what the events say, nothing else. Renderer and main use this same code. */

import type { Recorded } from '../events/envelope.ts'
import type { RecordedEvent } from '../events/index.ts'
import { upcast } from '../events/upcast.ts'
import { ALONE, Batch } from './batch.ts'
import { evolveComments } from './comments/evolve-comments.ts'
import { evolveDecisions } from './decisions/evolve-decisions.ts'
import { evolveDocuments } from './documents/evolve-documents.ts'
import { evolveDriver } from './driver/evolve-driver.ts'
import { evolveAmend } from './evolve-amend.ts'
import { evolveAttempt } from './evolve-attempt.ts'
import { moveClock } from './evolve-clock.ts'
import { evolveRoom } from './evolve-room.ts'
import { evolveRun } from './evolve-run.ts'
import { evolveGates } from './gates/evolve-gates.ts'
import { evolveIssues } from './issues/evolve-issues.ts'
import { evolveJudging } from './judging/evolve-judging.ts'
import { evolveMinutes } from './notes/evolve-minutes.ts'
import { evolveNotices } from './notices/evolve-notices.ts'
import { evolvePolls } from './polls/evolve-polls.ts'
import { evolveItems } from './process/evolve-items.ts'
import { evolveRemarks } from './remarks/remarks.ts'
import type { ReleaseState } from './state.ts'
import { evolveBatches } from './strategies/evolve-batches.ts'
import { evolveSides } from './strategies/sides.ts'
import { evolveValidation } from './validation/evolve-validation.ts'

const create = (event: Extract<RecordedEvent, { type: 'release.created' }>): ReleaseState => ({
  release: event.payload.release,
  ledgerId: event.payload.ledgerId,
  name: event.payload.name,
  version: event.payload.version,
  folder: event.payload.folder,
  size: 0,
  head: event.hash,
  createdAtMs: Date.parse(event.recordedAt),
  updatedAtMs: Date.parse(event.recordedAt),
  runs: {},
  runOrder: [],
  attempts: {},
  approvals: [],
  notes: [],
  live: {},
  metrics: {},
  marks: [],
  checkpoints: { count: 0, lastSize: 0 },
  gaps: [],
})

/** Each knows its own events. In this order: what a run did is there before what is said of it. */
const FOLDS: ((state: ReleaseState, event: RecordedEvent, batch: Batch) => ReleaseState)[] = [
  evolveRun,
  evolveAmend,
  evolveAttempt,
  evolveGates,
  evolveJudging,
  evolveRoom,
  evolveDecisions,
  evolveSides,
  evolveBatches,
  evolveItems,
  evolvePolls,
  evolveIssues,
  evolveDocuments,
  evolveValidation,
  evolveComments,
  evolveMinutes,
  evolveDriver,
  evolveRemarks,
]

/**
 * Applies one event. Throws when the first event is not the genesis: a bug or a cut ledger. With a `batch` it may change what that batch made, so a state
 * may be handed out only when no further event is folded with it.
 */
export function evolve(state: ReleaseState | undefined, event: RecordedEvent, batch = ALONE): ReleaseState {
  const before = event.type === 'release.created' ? create(event) : state
  if (!before) throw new Error(`The ledger begins with ${event.type} instead of release.created.`)
  const moved = event.type === 'clock.moved' ? moveClock(before, event.payload.byMs) : before
  const after = FOLDS.reduce((folded, fold) => fold(folded, event, batch), moved)
  const told = evolveNotices(after, event, batch)
  return { ...told, size: event.seq, head: event.hash, updatedAtMs: Date.parse(event.recordedAt) }
}

/** Folds many at once: each list is copied once, not once for each event. `start` stays as it is. */
export function evolveAll(
  start: ReleaseState | undefined,
  events: Iterable<RecordedEvent>,
  batch = new Batch(),
): ReleaseState | undefined {
  let state = start
  for (const event of events) state = evolve(state, event, batch)
  return state
}

/**
 * Folds stored entries; those of a newer program or with an erased payload move the head and change nothing else. Who reads a record in slices and hands
 * out nothing before the last one gives them the same `batch`.
 */
export function foldEntries(
  entries: Iterable<Recorded>,
  start?: ReleaseState,
  batch = new Batch(),
): ReleaseState | undefined {
  let state = start
  for (const entry of entries) {
    const event = upcast(entry)
    if (event) state = evolve(state, event, batch)
    else if (state) state = { ...state, size: entry.seq, head: entry.hash }
  }
  return state
}
