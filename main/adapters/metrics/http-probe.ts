import type { Metric, MetricSource as Source } from '../../../shared/runbook/model.ts'
import type { OpenMetric, Reading } from '../../ports/metric-source.ts'
import { parseHttpUrl } from '../http-check/describe-failure.ts'
import { unmeasurable } from './asked-metric.ts'
import { measureProbes, type Probe } from './probe-window.ts'
import { Prober, type ProbeSettings } from './prober.ts'
import { SourceError } from './source-error.ts'
import { caOf, resolveText, type Surroundings } from './source-server.ts'
import { missingSentence, resolveVariables, type Variables } from './variables.ts'

type ProbeSource = Extract<Source, { kind: 'http-probe' }>

/** One prober for everything that asks the same address in the same way, however many metrics are measured from it. */
export class ProberPool {
  readonly #nowMs: () => number
  readonly #shared = new Map<string, { prober: Prober; users: number }>()

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  get size(): number {
    return this.#shared.size
  }

  take(settings: ProbeSettings, windowMs: number): { prober: Prober; release: () => void } {
    const key = JSON.stringify(Object.entries(settings).toSorted(([a], [b]) => a.localeCompare(b)))
    const entry = this.#shared.get(key) ?? { prober: new Prober(settings, this.#nowMs), users: 0 }
    this.#shared.set(key, entry)
    entry.users++
    entry.prober.keep(windowMs)
    return { prober: entry.prober, release: () => this.#release(key) }
  }

  #release(key: string): void {
    const entry = this.#shared.get(key)
    if (entry === undefined || --entry.users > 0) return
    entry.prober.close()
    this.#shared.delete(key)
  }
}

const resolveHeaders = (headers: Record<string, string>, metric: string, variables: Variables) =>
  Object.fromEntries(
    Object.entries(headers).map(([key, value]) => [key, resolveText(value, `header ${key}`, metric, variables)]),
  )

/** Throws `SourceError` for a header or an authority that names what is not defined. */
const resolveSettings = (metric: Metric, source: ProbeSource, around: Surroundings): ProbeSettings | string => {
  const { variables } = around
  const place = `the URL of metric "${metric.name}"`
  const { text, missing } = resolveVariables(source.url, variables)
  if (missing.length > 0) return missingSentence(missing, place)
  const parsed = parseHttpUrl(text)
  if ('problem' in parsed) return `${place} cannot be probed: ${parsed.problem}.`
  return {
    url: parsed.url,
    rate: source.rate,
    timeoutMs: source.timeoutMs,
    ...(source.expectStatus === undefined ? {} : { expectStatus: source.expectStatus }),
    ...(source.expectText === undefined ? {} : { expectText: source.expectText }),
    ...(source.method === undefined ? {} : { method: source.method }),
    ...(source.concurrency === undefined ? {} : { concurrency: source.concurrency }),
    ...(source.ca === undefined ? {} : { ca: caOf(source.ca, metric.name, around) }),
    // A `$` in a body is rarely a variable: what is not defined stays as it is.
    ...(source.body === undefined ? {} : { body: resolveVariables(source.body, variables).text }),
    ...(source.headers === undefined ? {} : { headers: resolveHeaders(source.headers, metric.name, variables) }),
  }
}

/** When lately nothing could be asked at all, older answers in the window must not pass for the present. */
const blindness = (recent: readonly Probe[], address: string): string | undefined =>
  recent.length > 0 && recent.every((probe) => probe.outcome === 'unable')
    ? `${address} ${recent.at(-1)?.why ?? 'cannot be asked'}.`
    : undefined

const lastFailure = (probes: readonly Probe[], address: string): string | undefined => {
  const failed = probes.findLast((probe) => probe.outcome === 'failed')
  return failed === undefined ? undefined : `${address} ${failed.why}.`
}

/** A slow service is asked less often than agreed: that is said, not hidden. */
const heldBack = (leftOut: number, { concurrency, rate }: ProbeSource): string | undefined =>
  leftOut === 0
    ? undefined
    : `${leftOut} requests were left out: ${concurrency ?? 'as many as possible'} at once is not enough for ${rate} a second.`

/** Measures a release by asking it over HTTP at a steady rate; needs nothing else installed. */
export const openHttpProbe = (
  metric: Metric,
  source: ProbeSource,
  around: Surroundings,
  pool: ProberPool,
  nowMs: () => number,
): OpenMetric => {
  let settings: ProbeSettings | string
  try {
    settings = resolveSettings(metric, source, around)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    settings = error.message
  }
  if (typeof settings === 'string') return unmeasurable(settings, nowMs)
  const { prober, release } = pool.take(settings, Math.max(metric.windowMs, metric.intervalMs))
  let closed = false
  const sample = async (): Promise<Reading> => {
    await prober.first
    const atMs = nowMs()
    const error = blindness(prober.since(metric.intervalMs), prober.address)
    if (error !== undefined) return { atMs, value: null, count: 0, error }
    const { silence } = prober
    if (silence !== undefined)
      return { atMs, value: null, count: 0, reason: `${prober.address} ${silence}; it has not answered yet.` }
    const probes = prober.since(metric.windowMs)
    const measured = measureProbes(probes, source.measure, metric.unit, prober.coveredMs(metric.windowMs))
    const why = lastFailure(probes, prober.address) ?? heldBack(prober.leftOut(metric.windowMs), source)
    return { atMs, ...measured, ...(why === undefined ? {} : { reason: why }) }
  }
  const close = () => {
    if (!closed) release()
    closed = true
  }
  return { sample, close }
}
