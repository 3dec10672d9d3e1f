import { Worker } from 'node:worker_threads'
import type { AttemptId } from '../../../shared/ids.ts'
import { secretProblem } from '../../../shared/output/secret-rules.ts'
import type { OutputHead, OutputImporter, SealedOutput } from '../../ports/output-store.ts'
import type { FromWorker, ImportResult, ToWorker } from './messages.ts'

export type OutputImporterOptions = {
  /** The ledger file; it must exist already. */
  databaseFile: string
  /** The worker's module. A bundle puts it beside itself as `output-worker.js`. */
  workerFile?: URL
}

const defaultWorkerFile = () =>
  new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './output-worker.js', import.meta.url)

type Waiting = { result: Promise<ImportResult>; resolve(result: ImportResult): void; reject(error: Error): void }

function createListeners<Args extends unknown[]>() {
  const all = new Set<(...args: Args) => void>()
  return {
    add(listener: (...args: Args) => void) {
      all.add(listener)
      return () => {
        all.delete(listener)
      }
    },
    call: (...args: Args) => {
      for (const listener of [...all]) listener(...args)
    },
  }
}

function checkSecrets(secrets: string[]): void {
  const problems = secrets.map((secret, index) => secretProblem(`number ${index + 1}`, secret))
  const problem = problems.find((sentence) => sentence !== undefined)
  if (problem) throw new Error(problem)
}

/**
 * Tails spools in one worker thread, started at once. `follow` throws a sentence for a secret that cannot be masked. What is sealed after `finish` was
 * called is in its result only; everything else comes through `onSealed`. Call `close` when done: the worker keeps the process alive.
 */
export function createOutputImporter({ databaseFile, workerFile }: OutputImporterOptions): OutputImporter {
  const worker = new Worker(workerFile ?? defaultWorkerFile(), {
    workerData: { databaseFile },
    // A small nursery is collected often, and buffers outside the heap are freed with it.
    resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 128 },
    name: 'output-importer',
  })
  const heads = createListeners<[OutputHead]>()
  const sealed = createListeners<[SealedOutput]>()
  const errors = createListeners<[AttemptId, string]>()
  const followed = new Set<AttemptId>()
  const waiting = new Map<AttemptId, Waiting>()
  const failing = new Set<AttemptId>()
  let ended: Error | undefined

  const send = (message: ToWorker) => worker.postMessage(message)

  function settle(attempt: AttemptId): Waiting | undefined {
    const found = waiting.get(attempt)
    waiting.delete(attempt)
    followed.delete(attempt)
    failing.delete(attempt)
    return found
  }

  function receive(message: FromWorker): void {
    if (message.kind === 'head') {
      failing.delete(message.head.attempt)
      heads.call(message.head)
    } else if (message.kind === 'sealed') sealed.call(message.sealed)
    else if (message.kind === 'error') {
      failing.add(message.attempt)
      errors.call(message.attempt, message.sentence)
    } else if (message.kind === 'failed') settle(message.attempt)?.reject(new Error(message.sentence))
    else {
      heads.call(message.result.head)
      settle(message.attempt)?.resolve(message.result)
    }
  }

  function end(error: Error): void {
    if (ended) return
    ended = error
    for (const attempt of followed) errors.call(attempt, error.message)
    for (const attempt of [...waiting.keys()]) settle(attempt)?.reject(error)
  }

  worker.on('message', receive)
  worker.on('error', (error) => end(new Error(`Storing output stopped: ${messageOf(error)}`, { cause: error })))
  worker.on('exit', () =>
    end(new Error('Storing output was stopped; what is missing is read again at the next start.')),
  )

  return {
    follow(job) {
      checkSecrets(job.secrets)
      if (ended) throw ended
      followed.add(job.attempt)
      send({ kind: 'follow', job })
    },
    async finish(attempt, { isHeld = false } = {}) {
      if (ended) throw ended
      // Who could not record the end of a step asks again: it is one and the same rest.
      const asked = waiting.get(attempt)
      if (asked) return asked.result
      const { promise: result, ...settlers } = Promise.withResolvers<ImportResult>()
      waiting.set(attempt, { result, ...settlers })
      send({ kind: 'finish', attempt, isHeld })
      return result
    },
    isFailing: (attempt) => failing.has(attempt),
    onHead: heads.add,
    onSealed: sealed.add,
    onError: errors.add,
    async close() {
      if (ended) return
      followed.clear()
      const exited = new Promise((resolve) => worker.once('exit', resolve))
      send({ kind: 'close' })
      await exited
    },
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
