import type { Metric } from '../../shared/runbook/model.ts'

/**
 * One measurement. `error` is set when the source could not be asked: no evidence about the release. `reason` says why a source that did
 * answer has no value (no series, no traffic, NaN), or what a probe last saw go wrong. Both are sentences.
 */
export type Reading = {
  atMs: number
  value: number | null
  /** Samples behind the value (requests in the window, say); 0 without a value. */
  count: number
  error?: string
  reason?: string
  /** Where the source told the time. */
  clock?: SourceClock
}

/** `source` names it in sentences (`Prometheus at http://…`); positive when its clock is ahead of this machine's. */
export type SourceClock = { source: string; aheadMs: number }

export interface OpenMetric {
  /** Measures now. Never rejects: what went wrong is in the reading. */
  sample(): Promise<Reading>
  /** Readings of the past, ascending, where the source remembers. Rejects with a sentence. */
  backfill?(fromMs: number, toMs: number): Promise<Reading[]>
  close(): void
}

export interface MetricSource {
  /** False for metrics that are not measured by asking somebody (the ledger's own). */
  measures(metric: Metric): boolean
  /**
   * Starts measuring. `$NAME` in URLs, queries and headers are resolved from `variables`; relative paths begin in the release `folder`, where commands
   * run. Never throws: a metric that cannot be measured gives readings with an error.
   */
  openMetric(metric: Metric, variables: Readonly<Record<string, string>>, folder: string): OpenMetric
}
