import type { Verdict } from '../../shared/analysis/judge-target.ts'
import type { Measurement } from '../../shared/analysis/measurement/classify.ts'
import type { Sample } from '../../shared/contract/results.ts'
import type { PayloadOf } from '../../shared/events/index.ts'
import type { Clock } from '../ports/clock.ts'
import type { MetricSource } from '../ports/metric-source.ts'
import type { SampleStore, Series } from '../ports/sample-store.ts'

/** An event in the making. */
export type MetricTransition =
  | { type: 'metric.breached'; payload: PayloadOf<'metric.breached'> }
  | { type: 'metric.recovered'; payload: PayloadOf<'metric.recovered'> }
  | { type: 'metric.blind'; payload: PayloadOf<'metric.blind'> }
  | { type: 'metric.sighted'; payload: PayloadOf<'metric.sighted'> }
  | { type: 'finding.late'; payload: PayloadOf<'finding.late'> }
  | { type: 'source.clock-differs'; payload: PayloadOf<'source.clock-differs'> }
  | { type: 'trigger.fired'; payload: PayloadOf<'trigger.fired'> }
  | { type: 'trigger.cleared'; payload: PayloadOf<'trigger.cleared'> }

export type MetricLoopPorts = {
  clock: Clock
  source: MetricSource
  samples: SampleStore
  /** Notices a gap that just ended, before an answer is taken for evidence. */
  checkTime?(): void
  /** `why` comes with a live reading: what its source says of it, null when nothing. */
  onSamples(series: Series, samples: Sample[], why?: string | null): void
  /** What was measured just now; what is read of the past is not told here. */
  onMeasured?(series: Series, measurement: Measurement): void
  /** To be appended as it is. When this throws, it is offered again, in order, with the next reading. */
  onTransition(series: Series, event: MetricTransition): void
  /** The segment counts as sealed when this returns; when it throws, it is offered again. */
  onSealed(series: Series, payload: PayloadOf<'samples.sealed'>): void
}

/** What the ledger says about a metric when the watch begins, so that a breach is not reported twice. */
export type KnownHealth = {
  status: 'holds' | 'breach' | 'blind'
  sinceMs: number
  /** A breach that was open when the metric went blind. */
  breached?: boolean
}

export type MetricHealthReport = Series & {
  /** `erring`: the source failed, but not yet often enough to be blind. */
  source: 'starting' | 'sighted' | 'erring' | 'blind'
  breached: boolean
  verdict: Verdict
  /** Why there is no value, or what lies behind a bad one. */
  reason?: string
  /** Why samples or events cannot be recorded; measuring goes on. */
  recordError?: string
}
