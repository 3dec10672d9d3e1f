/** A thread that searches: reads the ledger over its own connection, answers one question at a time. */
import { parentPort, workerData } from 'node:worker_threads'
import { openReadonly } from '../database.ts'
import { explained } from '../errors.ts'
import { createChunkSource } from './chunk-source.ts'
import { createLineMatcher } from './line-matcher.ts'
import { createLook } from './look.ts'
import { BEAT_BUSY, BEAT_COUNT, type Question, type Reply } from './messages.ts'
import { createEntrySearch } from './search-entries.ts'
import { searchOutput } from './search-output.ts'

/** After so long a question is answered with what there is, so that results come and stopping is quick. */
const TURN_MS = 80

const { databaseFile, beat } = workerData as { databaseFile: string; beat: Int32Array }
const db = openReadonly(databaseFile)
const look = createLook(db)
const readEntries = createEntrySearch(db)

const onSlice = () => void Atomics.add(beat, BEAT_COUNT, 1)

function onMatching(isMatching: boolean): void {
  Atomics.add(beat, BEAT_COUNT, 1)
  Atomics.store(beat, BEAT_BUSY, isMatching ? 1 : 0)
}

function answer(question: Question) {
  if (question.kind === 'look') return look(question.behindStream)
  const until = performance.now() + TURN_MS
  const isTimeUp = () => performance.now() > until
  const matcher = createLineMatcher(question.matching, onSlice)
  if (question.kind === 'entries') return readEntries(question, { matcher, isTimeUp, onMatching })
  // Not kept from one question to the next: what stands in them may have been erased meanwhile.
  const source = createChunkSource(db)
  const aside = createChunkSource(db)
  try {
    return searchOutput(question.parts, question.context, { source, aside, matcher, isTimeUp, onMatching })
  } finally {
    source.release()
    aside.release()
  }
}

function reply(question: Question): Reply {
  try {
    return { ok: true, answer: explained(databaseFile, () => answer(question)) }
  } catch (error) {
    return { ok: false, sentence: error instanceof Error ? error.message : String(error) }
  } finally {
    onMatching(false)
  }
}

parentPort?.on('message', (question: Question | 'close') => {
  if (question !== 'close') return parentPort?.postMessage(reply(question))
  db.close()
  parentPort?.close()
})
