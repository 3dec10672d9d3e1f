/** One metric of one environment: polls it, stores what it says, and tells when a breach or blindness begins and ends. */
import { BREACHED, type BreachState, CLEAR, stepBreach } from '../../shared/analysis/breach.ts'
import { judgeTarget } from '../../shared/analysis/judge-target.ts'
import { limitsOf } from '../../shared/analysis/measurement/limits.ts'
import { hasTarget } from '../../shared/analysis/target.ts'
import { targetRule } from '../../shared/analysis/target-rule.ts'
import type { Sample } from '../../shared/contract/results.ts'
import type { Evidence } from '../../shared/domain/decisions/interlocks.ts'
import type { RunId } from '../../shared/ids.ts'
import type { Metric } from '../../shared/runbook/model.ts'
import type { OpenMetric, Reading, SourceClock } from '../ports/metric-source.ts'
import type { Series } from '../ports/sample-store.ts'
import { Backfill } from './backfill.ts'
import { lateFindings } from './late-findings.ts'
import type { WatchRequest } from './metric-loop.ts'
import type { KnownHealth, MetricHealthReport, MetricLoopPorts, MetricTransition } from './metric-types.ts'
import { pollDelayMs } from './poll-delay.ts'
import { SeriesRecord } from './series-record.ts'
import { clockNews } from './source-clock.ts'
import type { BurnWatching, TriggerWatch } from './trigger-watch.ts'

/** A source that outlives its own time limit by so much is taken to hang. */
const HANG_GRACE_MS = 2000
/** As between neighbours of a breach (B2). */
const FRESH_INTERVALS = 2.5
const KEPT_SAMPLES = 600
const EVIDENCE_SAMPLES = 20

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export class MetricWatch {
  readonly metric: Metric
  readonly #ports: MetricLoopPorts
  readonly #record: SeriesRecord
  readonly #open: OpenMetric
  readonly #triggers: TriggerWatch | undefined
  readonly #hangMs: number
  readonly #backfill: Backfill
  #breach: BreachState
  /** Since when what is live is validated. */
  #validatedFromMs: number | undefined
  #blindSinceMs: number | undefined
  #errors = { consecutive: 0, sinceMs: 0, reason: '' }
  #recent: Sample[] = []
  #reason: string | undefined
  #answered = false
  #pendingSinceMs: number | undefined
  /** Counts the gaps: an answer to a question from before one is dropped. */
  #gaps = 0
  /** What was said last of how far the source's clock is ahead; 0 that it agrees. */
  #saidClockMs: number | undefined
  #cancelTimer: () => void = () => {}
  #closed = false

  constructor(
    ports: MetricLoopPorts,
    series: Series,
    metric: Metric,
    { variables, folder }: Pick<WatchRequest, 'variables' | 'folder'>,
    known?: KnownHealth,
    triggers?: TriggerWatch,
  ) {
    this.#triggers = triggers
    this.#ports = ports
    this.#record = new SeriesRecord(ports, series)
    this.#recent = this.#record.last(KEPT_SAMPLES)
    this.metric = metric
    this.#breach = known?.status === 'breach' || known?.breached ? BREACHED : CLEAR
    if (known?.status === 'blind') this.#blindSinceMs = known.sinceMs
    this.#open = ports.source.openMetric(metric, variables, folder)
    const timeoutMs = 'timeoutMs' in metric.source ? metric.source.timeoutMs : metric.intervalMs
    this.#hangMs = timeoutMs + HANG_GRACE_MS
    this.#backfill = new Backfill(metric, this.#open, {
      clock: ports.clock,
      spanMs: triggers?.spanMs ?? 0,
      fromMs: () => this.#validatedFromMs,
      held: (fromMs, toMs) => this.#record.timesBetween(fromMs, toMs),
      onFound: (found) => this.#keepFound(found),
    })
    this.#rememberPast()
    this.#backfill.want()
    this.#poll()
  }

  /** Later events name this run; its baseline is completed where the source remembers. */
  set runId(runId: RunId | undefined) {
    if (runId !== undefined && runId !== this.#record.runId) this.#backfill.want()
    this.#record.runId = runId
  }

  /** What nobody saw since then is asked for where the source remembers, now and after each gap. `isCalm`: nothing runs. */
  validateFrom(fromMs: number | undefined, isCalm: boolean): void {
    this.#record.isCalm = fromMs !== undefined && isCalm
    if (fromMs === this.#validatedFromMs) return
    this.#validatedFromMs = fromMs
    if (fromMs !== undefined) this.#backfill.want()
  }

  /** For a successor that measures the same metric by another definition. */
  knownHealth(): KnownHealth {
    const breached = this.#breach.phase === 'breached'
    if (this.#blindSinceMs !== undefined) return { status: 'blind', sinceMs: this.#blindSinceMs, breached }
    return { status: breached ? 'breach' : 'holds', sinceMs: this.#ports.clock.nowMs() }
  }

  health(): MetricHealthReport {
    const errors = this.#errors.consecutive > 0 ? this.#errors : undefined
    const source = this.#isBlind ? 'blind' : errors ? 'erring' : this.#answered ? 'sighted' : 'starting'
    const blindErrors = this.#isBlind
      ? {
          consecutive: Number.POSITIVE_INFINITY,
          sinceMs: this.#blindSinceMs ?? 0,
          reason: this.#errors.reason || 'not asked again yet',
        }
      : errors
    return {
      ...this.#record.series,
      source,
      breached: this.#breach.phase === 'breached',
      verdict: judgeTarget(this.metric, this.#recent, this.#ports.clock.nowMs(), blindErrors),
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
      ...(this.#record.error === undefined ? {} : { recordError: this.#record.error }),
    }
  }

  /** Undefined for a trigger that is not of this metric. */
  evidenceOf(triggerId: string, nowMs: number): Evidence | undefined {
    const fired = this.#triggers?.isFired(triggerId)
    if (fired === undefined) return undefined
    const { title, intervalMs } = this.metric
    const last = this.#recent.at(-1)
    if (this.#isBlind || this.#errors.consecutive > 0)
      return { fresh: false, reason: `${title} is not seen now: ${this.#errors.reason || 'blind'}.` }
    if (!last || last[1] === null || nowMs - last[0] > FRESH_INTERVALS * intervalMs)
      return { fresh: false, reason: `The newest value of ${title} is not fresh.` }
    return fired ? { fresh: true } : { fresh: false, reason: `${title} is within its limit again.` }
  }

  /** Triggers of burn rates, with what their windows show. */
  burning(): BurnWatching[] {
    return this.#triggers?.burning(this.#ports.clock.nowMs()) ?? []
  }

  /** Nobody watched for a while: a pending question is void, and the stretch neither begins nor ends a breach. */
  forgetPending(): void {
    this.#gaps++
    this.#pendingSinceMs = undefined
    this.#judge([this.#ports.clock.nowMs(), null, 0])
    if (this.#validatedFromMs !== undefined) this.#backfill.want()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#cancelTimer()
    this.#backfill.close()
    this.#open.close()
    this.#record.flush()
    this.#record.seal(1)
  }

  get #place(): { environment: string; metric: string } {
    const { environment, metric } = this.#record.series
    return { environment, metric }
  }

  get #isBlind(): boolean {
    return this.#blindSinceMs !== undefined
  }

  /** Asks the source, never twice at once. A source that hangs beyond its own limit gives an error per interval until it answers. */
  #poll(): void {
    if (this.#closed) return
    const nowMs = this.#ports.clock.nowMs()
    if (this.#pendingSinceMs === undefined) {
      this.#pendingSinceMs = nowMs
      void this.#ask()
    } else if (nowMs - this.#pendingSinceMs >= this.#hangMs) {
      const waited = Math.round((nowMs - this.#pendingSinceMs) / 1000)
      this.#take({ atMs: nowMs, value: null, count: 0, error: `The source has not answered for ${waited} s.` })
    }
    const waitMs = pollDelayMs(this.metric, this.#errors.consecutive)
    this.#cancelTimer = this.#ports.clock.after(waitMs, () => this.#poll())
  }

  async #ask(): Promise<void> {
    const askedAtMs = this.#ports.clock.nowMs()
    const askedAfter = this.#gaps
    let reading: Reading
    try {
      reading = await this.#open.sample()
    } catch (error) {
      reading = { atMs: this.#ports.clock.nowMs(), value: null, count: 0, error: messageOf(error) }
    }
    this.#ports.checkTime?.()
    if (askedAfter !== this.#gaps) return
    this.#pendingSinceMs = undefined
    if (this.#closed) return
    const late = this.#ports.clock.nowMs() - askedAtMs >= this.#hangMs
    if (!late || reading.error !== undefined) this.#take(reading)
  }

  #take(reading: Reading): void {
    const sample: Sample = [Math.round(reading.atMs), reading.value, reading.count]
    const newestMs = this.#recent.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY
    if (sample[0] > newestMs) this.#recent = [...this.#recent.slice(1 - KEPT_SAMPLES), sample]
    this.#reason = reading.error ?? reading.reason
    this.#tellClock(reading.clock)
    this.#record.keep([sample], this.#reason ?? null)
    this.#ports.onMeasured?.(this.#record.series, { ...reading, atMs: sample[0] })
    if (reading.error === undefined) this.#answeredBy(sample)
    else this.#failedBy(reading.error, sample[0])
    this.#record.flush()
    this.#record.sealWhenDue()
  }

  #failedBy(error: string, atMs: number): void {
    const { consecutive, sinceMs } = this.#errors
    this.#errors = { consecutive: consecutive + 1, sinceMs: consecutive === 0 ? atMs : sinceMs, reason: error }
    this.#judge([atMs, null, 0])
    if (this.#isBlind || this.#errors.consecutive <= limitsOf(this.metric).errorsInARow) return
    const { sinceMs: firstMs } = this.#errors
    this.#blindSinceMs = firstMs
    this.#report({ type: 'metric.blind', payload: { ...this.#record.of, reason: error, sinceMs: firstMs } })
  }

  #answeredBy(sample: Sample): void {
    if (this.#blindSinceMs !== undefined) this.#backfill.want()
    else if (this.#errors.consecutive > 0 || !this.#answered) this.#backfill.again()
    this.#answered = true
    this.#errors = { consecutive: 0, sinceMs: 0, reason: '' }
    if (this.#blindSinceMs !== undefined) {
      const blindMs = Math.max(0, sample[0] - this.#blindSinceMs)
      this.#blindSinceMs = undefined
      this.#report({ type: 'metric.sighted', payload: { ...this.#record.of, blindMs } })
    }
    this.#judge(sample)
  }

  #judge(sample: Sample): void {
    this.#judgeTarget(sample)
    for (const { type, of } of this.#triggers?.step(sample) ?? []) {
      const payload = { ...this.#record.of, ...of, samples: this.#recent.slice(-EVIDENCE_SAMPLES) }
      this.#report({ type, payload } as MetricTransition)
    }
  }

  #judgeTarget(sample: Sample): void {
    if (!hasTarget(this.metric.target)) return
    const { state, changed } = stepBreach(this.#breach, sample, targetRule(this.metric))
    this.#breach = state
    if (changed === undefined || sample[1] === null) return
    const { rule } = judgeTarget(this.metric, [sample], sample[0])
    const evidence = this.#recent.slice(-EVIDENCE_SAMPLES)
    const payload = { ...this.#record.of, value: sample[1], rule, samples: evidence }
    this.#report({ type: changed === 'breached' ? 'metric.breached' : 'metric.recovered', payload })
  }

  /** Dry-run metrics are measured and shown; they never count. */
  #report(transition: MetricTransition): void {
    if (!this.metric.dryRun) this.#record.report(transition)
  }

  /** What is known of the past for the windows of burn rates. */
  #rememberPast(): void {
    const spanMs = this.#triggers?.spanMs ?? 0
    if (spanMs > 0) this.#triggers!.remember(this.#record.since(this.#ports.clock.nowMs() - spanMs))
  }

  #keepFound(found: Sample[]): void {
    this.#recent = [...this.#recent, ...found].sort((a, b) => a[0] - b[0]).slice(-KEPT_SAMPLES)
    this.#record.keepLate(found)
    for (const payload of lateFindings(this.metric, found, this.#validatedFromMs))
      this.#report({ type: 'finding.late', payload: { ...this.#place, ...payload } })
    this.#rememberPast()
    this.#record.seal(1)
  }

  #tellClock(clock: SourceClock | undefined): void {
    const news = clock && clockNews(this.#saidClockMs, clock)
    if (clock === undefined || news === undefined) return
    this.#saidClockMs = news
    this.#record.report({
      type: 'source.clock-differs',
      payload: { ...this.#record.of, source: clock.source, aheadMs: news },
    })
  }
}
