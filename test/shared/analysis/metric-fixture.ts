import type { Metric } from '../../../shared/runbook/model.ts'

/** An error rate as the sample release has it: below 0.1 %, every second, over a minute. */
export const metricFixture = (changes: Partial<Metric> = {}): Metric => ({
  name: 'error-rate',
  title: 'Error rate',
  unit: 'percent',
  target: { below: 0.1 },
  intervalMs: 1000,
  windowMs: 60_000,
  minVolume: 100,
  dryRun: false,
  source: { kind: 'http-probe', url: '$APP_URL/health', measure: 'error-rate', rate: 20, timeoutMs: 1000 },
  position: { file: 'release.yaml', line: 1, column: 1, endLine: 1 },
  ...changes,
})
