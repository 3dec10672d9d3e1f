/** Folding a long record: what twice the entries take ÷ what they take, so that no list is copied for each entry; and what 100,000 take. */
import { evolveAll } from '../../shared/domain/evolve.ts'
import type { RecordedEvent } from '../../shared/events/index.ts'
import { RewindableFold } from '../../shared/replay/rewindable-fold.ts'
import { longRecord } from '../support/long-record.ts'
import { median } from './ledger.ts'
import type { BenchRow } from './row.ts'

const ENTRIES = 100_000
const ROUNDS = 5
const GOAL = 2.5

function timed(fold: (events: readonly RecordedEvent[]) => unknown, events: readonly RecordedEvent[]): number {
  const startMs = performance.now()
  fold(events)
  return performance.now() - startMs
}

/** Both lengths in turns, so that a busy machine slows both. */
function growth(
  what: string,
  fold: (events: readonly RecordedEvent[]) => unknown,
  half: readonly RecordedEvent[],
  whole: readonly RecordedEvent[],
): BenchRow {
  fold(half)
  const times = Array.from({ length: ROUNDS }, () => [timed(fold, half), timed(fold, whole)] as const)
  const [halfMs, wholeMs] = [0, 1].map((index) => median(times.map((each) => each[index]!)))
  const ratio = wholeMs! / halfMs!
  const detail = `${Math.round(wholeMs!)} ms for ${whole.length} entries, ${Math.round(halfMs!)} ms for half of them; medians of ${ROUNDS}`
  return { what, figure: ratio.toFixed(2), goal: '≤ 2.5', reached: ratio <= GOAL, detail }
}

export async function benchFold(): Promise<BenchRow[]> {
  const whole = longRecord(ENTRIES)
  const half = whole.slice(0, ENTRIES / 2)
  return [
    growth('fold of 100,000 entries ÷ fold of 50,000', (events) => evolveAll(undefined, events), half, whole),
    growth('… as a replay folds them', (events) => new RewindableFold(events).stateAt(events.length), half, whole),
  ]
}

if (import.meta.main) for (const row of await benchFold()) console.log(JSON.stringify(row))
