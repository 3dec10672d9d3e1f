/** The threads that search, two at most for all searches together. They start when they are needed and end when nobody searches. */
import { Worker } from 'node:worker_threads'
import { type AnswerTo, BEAT_BUSY, BEAT_COUNT, type Question, type Reply } from './messages.ts'

export const MOST_THREADS = 2
const LOOK_MS = 250
/** So many looks at an expression that is at the same stretch of text. Counted, not timed: a machine that was asleep has not tried. */
const MOST_LOOKS = 20
/** Once nobody waits for it any more. */
const ABANDONED_LOOKS = 2
const IDLE_LOOKS = 80

/** An expression that would not come to an end. */
export class TakesTooLong extends Error {}

type Asked = { question: Question; resolve(answer: unknown): void; reject(error: Error): void; signal: AbortSignal }

type Thread = { worker: Worker; beat: Int32Array; asked?: Asked; lastCount: number; looks: number }

export type SearchThreads = {
  /** Rejects with `TakesTooLong`, or with a sentence. */
  ask<Q extends Question>(question: Q, signal: AbortSignal): Promise<AnswerTo<Q>>
  close(): Promise<void>
}

export type ThreadOptions = {
  databaseFile: string
  /** The thread's module. A bundle puts it beside itself as `search-worker.js`. */
  workerFile?: URL
  /** How many looks, four a second, an expression may be at the same stretch of text. */
  mostLooks?: number
}

const defaultWorkerFile = () =>
  new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './search-worker.js', import.meta.url)

export function createSearchThreads({
  databaseFile,
  workerFile = defaultWorkerFile(),
  mostLooks = MOST_LOOKS,
}: ThreadOptions): SearchThreads {
  const threads = new Set<Thread>()
  const waiting: Asked[] = []
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  function start(): Thread {
    const beat = new Int32Array(new SharedArrayBuffer(8))
    const worker = new Worker(workerFile, {
      workerData: { databaseFile, beat },
      // Text that passes by is short-lived: a small nursery is reused instead of growing.
      resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 256 },
      name: 'search',
    })
    const thread: Thread = { worker, beat, lastCount: 0, looks: 0 }
    worker.on('message', (reply: Reply) => settle(thread, reply))
    worker.on('error', (error) => lose(thread, new Error(`The search stopped: ${error.message}`)))
    worker.on('exit', () => lose(thread, new Error('The search was stopped.')))
    threads.add(thread)
    timer ??= setInterval(watch, LOOK_MS).unref()
    return thread
  }

  function settle(thread: Thread, reply: Reply): void {
    const { asked } = thread
    thread.asked = undefined
    if (reply.ok) asked?.resolve(reply.answer)
    else asked?.reject(new Error(reply.sentence))
    pump()
  }

  function lose(thread: Thread, error: Error): void {
    if (!threads.delete(thread)) return
    thread.asked?.reject(error)
    void thread.worker.terminate()
    pump()
  }

  function pump(): void {
    while (waiting.length > 0 && !isClosed) {
      const free = [...threads].find((each) => !each.asked) ?? (threads.size < MOST_THREADS ? start() : undefined)
      if (!free) return
      const asked = waiting.shift()!
      if (asked.signal.aborted) {
        asked.reject(new Error('The search was cancelled.'))
        continue
      }
      free.asked = asked
      free.looks = 0
      free.worker.postMessage(asked.question)
    }
  }

  /** Ends threads that are stuck in an expression, and those that nobody has asked anything for a while. */
  function watch(): void {
    for (const thread of threads) {
      const count = Atomics.load(thread.beat, BEAT_COUNT)
      const isStuck =
        thread.asked !== undefined && count === thread.lastCount && Atomics.load(thread.beat, BEAT_BUSY) === 1
      thread.looks = isStuck || !thread.asked ? thread.looks + 1 : 0
      thread.lastCount = count
      const most = thread.asked?.signal.aborted ? ABANDONED_LOOKS : mostLooks
      if (isStuck && thread.looks >= most) lose(thread, new TakesTooLong())
      else if (!thread.asked && thread.looks >= IDLE_LOOKS) lose(thread, new Error('Idle.'))
    }
    if (threads.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    ask<Q extends Question>(question: Q, signal: AbortSignal): Promise<AnswerTo<Q>> {
      const { promise, resolve, reject } = Promise.withResolvers<AnswerTo<Q>>()
      if (isClosed) reject(new Error('The cockpit was closed.'))
      else waiting.push({ question, signal, resolve: resolve as (answer: unknown) => void, reject })
      pump()
      return promise
    },
    async close() {
      isClosed = true
      clearInterval(timer)
      for (const { reject } of waiting.splice(0)) reject(new Error('The cockpit was closed.'))
      const all = [...threads]
      for (const thread of all) thread.asked?.reject(new Error('The cockpit was closed.'))
      threads.clear()
      await Promise.all(all.map(({ worker }) => worker.terminate()))
    },
  }
}
