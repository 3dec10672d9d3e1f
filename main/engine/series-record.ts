import type { Sample } from '../../shared/contract/results.ts'
import type { RunId } from '../../shared/ids.ts'
import type { Series } from '../ports/sample-store.ts'
import type { MetricLoopPorts, MetricTransition } from './metric-types.ts'

export const SEAL_SAMPLES = 100
export const SEAL_MS = 60_000
/** So much rarer while nothing runs: two weeks of validation shall not fill the record with seals. */
const CALM = 10
const SEGMENT_LIMIT = 100_000

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** What one metric leaves on record: rows, their seals, and events. A disk that is full stops the record, not the measuring. */
export class SeriesRecord {
  readonly series: Series
  readonly #ports: MetricLoopPorts
  /** Later events name this run. */
  runId: RunId | undefined
  /** Nothing runs, and what is live is only watched. */
  isCalm = false
  #firstUnsealedMs: number | undefined
  #unreported: MetricTransition[] = []
  #errors: { samples?: string; events?: string } = {}

  constructor(ports: MetricLoopPorts, series: Series) {
    this.#ports = ports
    this.series = series
    this.#trying('samples', () => {
      if (ports.samples.unsealed(series) > 0) this.#firstUnsealedMs = ports.clock.nowMs()
    })
  }

  /** Why something cannot be recorded at present. */
  get error(): string | undefined {
    return this.#errors.samples ?? this.#errors.events
  }

  /** What every event of this series begins with. */
  get of(): { environment: string; metric: string; runId?: RunId } {
    const { environment, metric } = this.series
    return this.runId === undefined ? { environment, metric } : { environment, metric, runId: this.runId }
  }

  last(count: number): Sample[] {
    let samples: Sample[] = []
    this.#trying('samples', () => {
      samples = this.#ports.samples.last(this.series, count)
    })
    return samples
  }

  /** When there was a value between two instants, ascending. */
  timesBetween(fromMs: number, toMs: number): number[] {
    let times: number[] = []
    this.#trying('samples', () => {
      const samples = this.#ports.samples.read(this.series, fromMs, toMs)
      times = samples.flatMap(([atMs, value]) => (value === null ? [] : [atMs]))
    })
    return times
  }

  /** Ascending in time, from then on. */
  since(fromMs: number): Sample[] {
    let samples: Sample[] = []
    this.#trying('samples', () => {
      samples = this.#ports.samples.read(this.series, fromMs, Number.MAX_SAFE_INTEGER)
    })
    return samples
  }

  /** `why` as for `onSamples`. */
  keep(samples: Sample[], why?: string | null): void {
    this.#store(samples, false, why)
  }

  /** What the source gave afterwards. */
  keepLate(samples: Sample[]): void {
    this.#store(samples, true)
  }

  #store(samples: Sample[], isLate: boolean, why?: string | null): void {
    this.#trying('samples', () => this.#ports.samples.append(this.series, samples, isLate))
    this.#firstUnsealedMs ??= this.#ports.clock.nowMs()
    this.#ports.onSamples(this.series, samples, why)
  }

  report(transition: MetricTransition): void {
    this.#unreported.push(transition)
    this.flush()
  }

  /** A ledger that cannot be written loses no transition: what it refused is offered again, in order. */
  flush(): void {
    this.#trying('events', () => {
      for (let next = this.#unreported[0]; next !== undefined; next = this.#unreported[0]) {
        this.#ports.onTransition(this.series, next)
        this.#unreported.shift()
      }
    })
  }

  sealWhenDue(): void {
    if (this.#firstUnsealedMs === undefined) return
    const rarer = this.isCalm ? CALM : 1
    const due = this.#ports.clock.nowMs() - this.#firstUnsealedMs >= rarer * SEAL_MS
    this.seal(due ? 1 : rarer * SEAL_SAMPLES)
  }

  /** Hands over the digest of what is not sealed yet when there are at least `atLeast` rows of it. */
  seal(atLeast: number): void {
    this.#trying('samples', () => {
      const { samples, onSealed } = this.#ports
      if (samples.unsealed(this.series) < atLeast) return
      const segment = samples.nextSegment(this.series, SEGMENT_LIMIT)
      if (segment !== undefined) {
        onSealed(this.series, { ...this.of, ...segment })
        samples.markSealed(this.series, segment)
      }
      this.#firstUnsealedMs = undefined
    })
  }

  #trying(what: 'samples' | 'events', work: () => void): void {
    try {
      work()
      delete this.#errors[what]
    } catch (error) {
      this.#errors[what] = messageOf(error)
    }
  }
}
