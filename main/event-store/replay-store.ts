/** Output and samples of a bundle in a database of its own, kept only while somebody replays it, so that they are read by the same code as those of a ledger. */
import type { OutputTime, Sample } from '../../shared/contract/results.ts'
import type { AttemptId } from '../../shared/ids.ts'
import type { OutputStore } from '../ports/output-store.ts'
import type { SampleStore, Series } from '../ports/sample-store.ts'
import { closeDatabase, openDatabase } from './database.ts'
import { createChunkWriter } from './output/chunk-writer.ts'
import { countLineEnds } from './output/count-line-ends.ts'
import { createOutputStore } from './output/reader.ts'
import { createSampleStore } from './samples.ts'

/** No record reaches as far: when the bytes came into this database says nothing of when they were printed. */
const NEVER_MS = 8_640_000_000_000_000

export type ReplayStore = {
  output: OutputStore
  samples: SampleStore
  addOutput(attempt: AttemptId, blocks: AsyncIterable<Uint8Array>): Promise<void>
  addTimes(attempt: AttemptId, times: readonly OutputTime[]): void
  addSamples(series: Series, samples: readonly Sample[]): void
  close(): void
}

/** `file` does not exist yet. */
export function createReplayStore(file: string): ReplayStore {
  const db = openDatabase(file)
  // A copy: when the machine dies it is made again. One file and no more, so that it may lose its name while it is open.
  db.pragma('journal_mode = MEMORY')
  db.pragma('synchronous = OFF')
  const writer = createChunkWriter(db, () => NEVER_MS)
  const samples = createSampleStore(db)
  const addTime = db.prepare(
    `INSERT INTO output_times (stream_no, at_ms, bytes, lines)
     SELECT no, ?, ?, ? FROM output_streams WHERE attempt = ? ON CONFLICT DO NOTHING`,
  )
  return {
    output: createOutputStore(db),
    samples,
    async addOutput(attempt, blocks) {
      let state = writer.open(attempt)
      for await (const masked of blocks) {
        const rawBytes = state.rawBytes + masked.length
        const advance = { masked: Buffer.from(masked), lines: countLineEnds(masked), rawBytes, maskOpen: -1 }
        state = writer.commit(state, undefined, advance).state
      }
    },
    addTimes: db.transaction((attempt: AttemptId, times: readonly OutputTime[]) => {
      writer.open(attempt)
      for (const [atMs, bytes, lines] of times) addTime.run(atMs, bytes, lines, attempt)
    }),
    addSamples: (series, found) => void samples.append(series, found),
    close: () => closeDatabase(db),
  }
}
