/** Every sample of a record, read once and shown up to a moment. What is too much to be read whole is read again in detail where somebody looks. */
import type { Sample } from '../../../shared/contract/results.ts'
import { countUpTo } from '../../../shared/replay/moments.ts'
import type { Recording } from '../../../shared/replay/replay-client.ts'
import { messageOf } from '../message-of.ts'

const READ_POINTS = 16_000
/** Around the moment samples are never thinned out over so long. */
const DETAIL_MS = 1_800_000

type Series = { times: number[]; samples: Sample[] }
type Shown = { count: number; samples: readonly Sample[] }

const NONE: Series = { times: [], samples: [] }

function merged(held: readonly Sample[], arrived: readonly Sample[]): Series {
  const byTime = new Map([...held, ...arrived].map((sample) => [sample[0], sample]))
  const samples = [...byTime.values()].toSorted((a, b) => a[0] - b[0])
  return { samples, times: samples.map(([atMs]) => atMs) }
}

const metricsOf = ({ events }: Recording): string[] => [
  ...new Set(
    events.flatMap((event) =>
      event.type === 'definition.loaded' ? event.payload.definition.metrics.map(({ name }) => name) : [],
    ),
  ),
]

export class ReplaySamples {
  readonly #recording: Recording
  readonly #onRead: () => void
  readonly #metrics: string[]
  readonly #span: { fromMs: number; toMs: number }
  /** By `environment/metric`. */
  readonly #all = new Map<string, Series>()
  readonly #shown = new Map<string, Shown>()
  readonly #asked = new Set<string>()
  readonly coarseToMs: Record<string, number> = {}
  problem: string | undefined

  /** `times` are those of the entries; `onRead` is called whenever more is known. */
  constructor(recording: Recording, times: readonly number[], onRead: () => void) {
    this.#recording = recording
    this.#onRead = onRead
    this.#metrics = metricsOf(recording)
    // What was measured in the hour before the first entry was measured for nobody; sources may remember it.
    this.#span = { fromMs: times[0]! - 3_600_000, toMs: times.at(-1)! }
  }

  async load(environment: string): Promise<void> {
    await this.#read(environment, this.#span.fromMs, this.#span.toMs, () => true)
  }

  async loadStretch(environment: string, fromMs: number, toMs: number): Promise<void> {
    await this.#read(environment, Math.floor(fromMs), Math.ceil(toMs), (key) => (this.coarseToMs[key] ?? 0) >= fromMs)
  }

  /** The same arrays as before where nothing came or went: charts draw again only when they must. */
  upTo(ms: number): Record<string, readonly Sample[]> {
    this.#readDetail(ms)
    return Object.fromEntries(
      [...this.#all].map(([key, { times, samples }]) => {
        const count = countUpTo(times, ms)
        const before = this.#shown.get(key)
        if (before?.count === count) return [key, before.samples]
        const shown = samples.slice(0, count)
        this.#shown.set(key, { count, samples: shown })
        return [key, shown]
      }),
    )
  }

  #readDetail(ms: number): void {
    const slot = Math.floor(ms / DETAIL_MS)
    const environments = new Set(Object.keys(this.coarseToMs).map((key) => key.slice(0, key.lastIndexOf('/'))))
    for (const environment of environments)
      for (const each of [slot - 1, slot])
        void this.loadStretch(environment, each * DETAIL_MS, (each + 1) * DETAIL_MS - 1)
  }

  async #read(environment: string, fromMs: number, toMs: number, isWanted: (key: string) => boolean): Promise<void> {
    const { release, source } = this.#recording
    for (const metric of this.#metrics) {
      const key = `${environment}/${metric}`
      const question = `${key} ${fromMs} ${toMs}`
      if (!isWanted(key) || this.#asked.has(question)) continue
      this.#asked.add(question)
      const asked = { release, environment, metric, fromMs, toMs, points: READ_POINTS }
      try {
        const { samples, isDecimated } = await source.call('samples.read', asked)
        this.#all.set(key, merged((this.#all.get(key) ?? NONE).samples, samples))
        this.#shown.delete(key)
        if (isDecimated && toMs === this.#span.toMs) this.coarseToMs[key] = toMs
        this.problem = undefined
      } catch (problem) {
        this.#asked.delete(question)
        this.problem = messageOf(problem)
      }
      this.#onRead()
    }
  }
}
