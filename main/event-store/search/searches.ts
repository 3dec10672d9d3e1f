/** All searches of a ledger file. */
import { randomUUID } from 'node:crypto'
import type { Searches } from '../../ports/search.ts'
import { BadPattern, compilePattern } from './pattern.ts'
import { SearchJob } from './search-job.ts'
import { createSearchThreads, type ThreadOptions } from './threads.ts'

const MOST_JOBS = 16
/** Who asks for nothing for so long is gone. */
const KEPT_MS = 60_000
const SWEEP_MS = 10_000

type Kept = { job: SearchJob; askedAtMs: number }

export function createSearches(options: ThreadOptions): Searches {
  const threads = createSearchThreads(options)
  const jobs = new Map<string, Kept>()
  let timer: NodeJS.Timeout | undefined

  function drop(name: string, reason: string): boolean {
    const found = jobs.get(name)
    jobs.delete(name)
    found?.job.end(reason)
    return found !== undefined
  }

  function sweep(): void {
    for (const [name, { askedAtMs }] of jobs)
      if (performance.now() - askedAtMs > KEPT_MS) drop(name, 'Nobody asked for the results any more.')
    if (jobs.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  /** The one asked for longest ago makes room. */
  function makeRoom(): void {
    if (jobs.size < MOST_JOBS) return
    const [oldest] = [...jobs].toSorted(([, a], [, b]) => a.askedAtMs - b.askedAtMs)
    if (oldest) drop(oldest[0], 'Too many searches at once: this one was the oldest.')
  }

  return {
    start(query) {
      try {
        compilePattern(query)
      } catch (error) {
        if (error instanceof BadPattern) return { problem: error.message }
        throw error
      }
      makeRoom()
      const job = randomUUID()
      jobs.set(job, { job: new SearchJob(query, threads), askedAtMs: performance.now() })
      timer ??= setInterval(sweep, SWEEP_MS).unref()
      return { job }
    },
    async next(name, after) {
      const found = jobs.get(name)
      if (!found) return undefined
      found.askedAtMs = performance.now()
      return found.job.next(after)
    },
    cancel: (name) => drop(name, 'The search was cancelled.'),
    forget() {
      for (const { job } of jobs.values())
        job.end('Something was erased from the record meanwhile: search again.', true)
    },
    async close() {
      clearInterval(timer)
      for (const name of [...jobs.keys()]) drop(name, 'The cockpit was closed.')
      await threads.close()
    },
  }
}
