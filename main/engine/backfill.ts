/** Reads what a source remembers into the record, so that the baseline of a run is there at once. Found late, it is shown and never acts. */
import { missingStretches } from '../../shared/analysis/missing-stretches.ts'
import type { Sample } from '../../shared/contract/results.ts'
import type { Metric } from '../../shared/runbook/model.ts'
import type { Clock } from '../ports/clock.ts'
import type { OpenMetric } from '../ports/metric-source.ts'
import { pause } from './until.ts'

/** Without a `baseline` of its own a metric has an hour before a run. */
export const BASELINE_MS = 3_600_000

/** Prometheus refuses more than 11,000 points; fewer, further apart, would read as gaps. */
const POINTS_AT_ONCE = 9000

const DAY_MS = 86_400_000

type Gap = { fromMs: number; toMs: number }

export const inParts = ({ fromMs, toMs }: Gap, intervalMs: number): Gap[] => {
  const partMs = POINTS_AT_ONCE * intervalMs
  const parts: Gap[] = []
  for (let atMs = fromMs; atMs < toMs; atMs += partMs) parts.push({ fromMs: atMs, toMs: Math.min(toMs, atMs + partMs) })
  return parts
}

export type BackfillPorts = {
  clock: Clock
  /** The times that are on record already, ascending. */
  held(fromMs: number, toMs: number): number[]
  onFound(samples: Sample[]): void
  /** What the windows of burn rates look at, in ms: so far back is read as well. */
  spanMs: number
  /** And so far, whatever the others say: what is validated began then. */
  fromMs(): number | undefined
}

export class Backfill {
  readonly #metric: Metric
  readonly #open: OpenMetric
  readonly #ports: BackfillPorts
  #isOwed = false
  #isReading = false
  #isClosed = false

  constructor(metric: Metric, open: OpenMetric, ports: BackfillPorts) {
    this.#metric = metric
    this.#open = open
    this.#ports = ports
  }

  /** What is missing of the baseline up to now is wanted. */
  want(): void {
    if (this.#open.backfill === undefined) return
    this.#isOwed = true
    void this.#read()
  }

  /** The source answers again: what it could not give is asked for once more. */
  again(): void {
    if (this.#isOwed) void this.#read()
  }

  close(): void {
    this.#isClosed = true
  }

  async #read(): Promise<void> {
    if (this.#isReading) return
    this.#isReading = true
    try {
      while (this.#isOwed && !this.#isClosed) {
        this.#isOwed = false
        await this.#readMissing()
      }
    } catch {
      // Its own question says why the source does not answer; this one is asked again when it does.
      this.#isOwed = true
    } finally {
      this.#isReading = false
    }
  }

  /** The newest part first; a day at once, so that two weeks hold nobody up. */
  async #readMissing(): Promise<void> {
    const { intervalMs, baselineMs = BASELINE_MS } = this.#metric
    const { clock, spanMs } = this.#ports
    const fromMs = this.#ports.fromMs() ?? Number.POSITIVE_INFINITY
    const nowMs = clock.nowMs()
    const sinceMs = Math.min(nowMs - Math.max(baselineMs, spanMs), fromMs)
    for (let toMs = nowMs; toMs > sinceMs && !this.#isClosed; toMs -= DAY_MS) {
      await this.#readPart({ fromMs: Math.max(sinceMs, toMs - DAY_MS), toMs }, intervalMs)
      if (toMs - DAY_MS > sinceMs) await pause(clock, 0)
    }
  }

  async #readPart({ fromMs, toMs }: Gap, intervalMs: number): Promise<void> {
    const gaps = missingStretches(this.#ports.held(fromMs, toMs), fromMs, toMs, intervalMs)
    for (const gap of gaps.flatMap((each) => inParts(each, intervalMs))) {
      const readings = await this.#open.backfill!(gap.fromMs, gap.toMs)
      if (this.#isClosed) return
      const found = readings.map(({ atMs, value, count }): Sample => [Math.round(atMs), value, count])
      if (found.length > 0) this.#ports.onFound(found)
    }
  }
}
