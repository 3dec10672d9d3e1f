import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMetricLoop, type MetricLoop, type WatchRequest } from '../../../main/engine/metric-loop.ts'
import type { MetricTransition } from '../../../main/engine/metric-types.ts'
import { closeDatabase, openDatabase } from '../../../main/event-store/database.ts'
import { createSampleStore } from '../../../main/event-store/samples.ts'
import type { MetricSource, Reading } from '../../../main/ports/metric-source.ts'
import type { SampleStore, Series } from '../../../main/ports/sample-store.ts'
import type { Sample } from '../../../shared/contract/results.ts'
import { eventDefinition } from '../../../shared/events/index.ts'
import { releaseId, runId } from '../../../shared/ids.ts'
import type { Metric } from '../../../shared/runbook/model.ts'
import { metricFixture } from '../../shared/analysis/metric-fixture.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'

const release = releaseId('app-1')
const environment = 'production'
const series = (metric: string): Series => ({ release, environment, metric })

let folder: string
let db: Database.Database
let samples: SampleStore
let clock: FakeClock
let loop: MetricLoop
let published: Record<string, Sample[]>
let events: MetricTransition[]
let sealed: { metric: string; count: number }[]
/** What each metric answers next; a function may hang. */
let answers: Record<string, () => Partial<Reading> | Promise<Partial<Reading>>>
let asked: Record<string, number>
let openings: string[]
let past: Reading[]
/** What the source's memory was asked for, and whether it fails. */
let recalled: { fromMs: number; toMs: number }[]
let forgets: boolean
let ledgerError: string | undefined

const recall = async (fromMs: number, toMs: number): Promise<Reading[]> => {
  recalled.push({ fromMs, toMs })
  if (forgets) throw new Error('Prometheus is starting.')
  return past.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
}

const source: MetricSource = {
  measures: (metric) => metric.source.kind !== 'ledger',
  openMetric: (metric) => {
    openings.push(`+${metric.name}`)
    return {
      sample: async () => {
        asked[metric.name] = (asked[metric.name] ?? 0) + 1
        return { atMs: clock.nowMs(), value: null, count: 0, ...(await answers[metric.name]!()) }
      },
      ...(past.length > 0 ? { backfill: recall } : {}),
      close: () => void openings.push(`-${metric.name}`),
    }
  },
}

const createLoop = () =>
  createMetricLoop({
    clock,
    source,
    samples,
    onSamples: ({ metric }, found) => {
      published[metric] = [...(published[metric] ?? []), ...found]
    },
    onTransition: (_, event) => {
      if (ledgerError) throw new Error(ledgerError)
      expect(eventDefinition(event.type)!.payload.safeParse(event.payload).success).toBe(true)
      events.push(event)
    },
    onSealed: ({ metric }, payload) => {
      if (ledgerError) throw new Error(ledgerError)
      expect(eventDefinition('samples.sealed')!.payload.safeParse(payload).success).toBe(true)
      sealed.push({ metric, count: payload.count })
    },
  })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cockpit-loop-'))
  db = openDatabase(join(folder, 'ledger.db'))
  samples = createSampleStore(db)
  clock = createFakeClock()
  published = {}
  events = []
  sealed = []
  asked = {}
  openings = []
  past = []
  recalled = []
  forgets = false
  ledgerError = undefined
  answers = { 'error-rate': good }
  loop = createLoop()
})
afterEach(async () => {
  loop.close()
  closeDatabase(db)
  await rm(folder, { recursive: true, force: true })
})

const good = () => ({ value: 0.01, count: 600 })
const bad = () => ({ value: 5, count: 600 })
const failing = () => ({ error: 'Prometheus refused the connection.' })
const never = () => new Promise<Partial<Reading>>(() => {})
const types = () => events.map((event) => event.type)

const watch = (metrics: Metric[] = [metricFixture()], more: Partial<WatchRequest> = {}) =>
  loop.watch({ release, environment, metrics, variables: {}, folder, ...more })

describe('the metric loop', () => {
  it('polls at the interval, stores and publishes every sample', async () => {
    expect(watch()).toEqual(['error-rate'])
    await clock.advance(3000)
    expect(published['error-rate']!.map(([atMs]) => atMs)).toEqual([1_000_000, 1_001_000, 1_002_000, 1_003_000])
    expect(samples.last(series('error-rate'), 10)).toEqual(published['error-rate'])
    expect(loop.health()).toMatchObject([
      { metric: 'error-rate', source: 'sighted', breached: false, verdict: { status: 'holds' } },
    ])
  })

  it('reports a breach once, with its samples as evidence, and its end only after good data for the clearing time', async () => {
    watch([metricFixture()], { runId: runId('p-1') })
    await clock.advance(2000)
    answers['error-rate'] = bad
    await clock.advance(5000)
    expect(types()).toEqual(['metric.breached'])
    expect(events[0]!.payload).toMatchObject({ environment, metric: 'error-rate', runId: 'p-1', value: 5 })
    const evidence = (events[0]!.payload as { samples: Sample[] }).samples
    expect(evidence.at(-1)).toEqual([1_003_000, 5, 600])
    expect(evidence[0]).toEqual([1_000_000, 0.01, 600])
    answers['error-rate'] = good
    await clock.advance(3000)
    expect(types()).toEqual(['metric.breached'])
    await clock.advance(1000)
    expect(types()).toEqual(['metric.breached', 'metric.recovered'])
  })

  it('M8: is blind after more than four errors in a row, sighted with the first answer, and holds a breach across the gap', async () => {
    watch()
    answers['error-rate'] = bad
    await clock.advance(1000)
    answers['error-rate'] = failing
    await clock.advance(4000)
    expect(types()).toEqual(['metric.breached'])
    expect(loop.health()[0]).toMatchObject({ source: 'erring' })
    await clock.advance(1000)
    expect(types()).toEqual(['metric.breached', 'metric.blind'])
    expect(events[1]!.payload).toMatchObject({ reason: 'Prometheus refused the connection.' })
    expect(loop.health()[0]).toMatchObject({ source: 'blind', breached: true, verdict: { status: 'blind' } })
    await clock.advance(60_000)
    answers['error-rate'] = bad
    await clock.advance(30_000)
    expect(types()).toEqual(['metric.breached', 'metric.blind', 'metric.sighted'])
    expect((events[2]!.payload as { blindMs: number }).blindMs).toBeGreaterThanOrEqual(65_000)
  })

  it('says nothing about thin data, about a metric without a target, and about a dry run', async () => {
    answers = { 'error-rate': () => ({ value: 5, count: 99 }), requests: bad, dry: bad }
    watch([
      metricFixture(),
      metricFixture({ name: 'requests', target: {} }),
      metricFixture({ name: 'dry', dryRun: true }),
    ])
    await clock.advance(10_000)
    expect(events).toEqual([])
    expect(Object.keys(published).sort()).toEqual(['dry', 'error-rate', 'requests'])
  })

  it('lets a source that hangs block no other, asks it never twice at once, and calls it blind in the end', async () => {
    answers = { 'error-rate': never, p95: good }
    watch([metricFixture(), metricFixture({ name: 'p95' })])
    await clock.advance(10_000)
    expect(published.p95).toHaveLength(11)
    expect(asked['error-rate']).toBe(1)
    expect(types()).toEqual(['metric.blind'])
    expect(events[0]!.payload).toMatchObject({
      metric: 'error-rate',
      reason: expect.stringContaining('has not answered for'),
    })
  })

  it('turns a source that throws into an error of the source', async () => {
    answers['error-rate'] = () => {
      throw new Error('broken adapter')
    }
    watch()
    await clock.advance(5000)
    expect(events[0]).toMatchObject({ type: 'metric.blind', payload: { reason: 'broken adapter' } })
    expect(published['error-rate']![0]).toEqual([1_000_000, null, 0])
  })

  it('retries a failing source every 10 s at most, however long its interval', async () => {
    answers['error-rate'] = failing
    watch([metricFixture({ intervalMs: 60_000 })])
    await clock.advance(60_000)
    expect(asked['error-rate']).toBe(2)
    await clock.advance(10_000)
    expect(asked['error-rate']).toBe(3)
  })

  it('backfills what the source remembers, sealed as one segment, and never acts on it', async () => {
    past = Array.from({ length: 720 }, (_, index) => ({ atMs: 400_000 + index * 800, value: 50, count: 600 }))
    watch()
    await clock.advance(1000)
    expect(events).toEqual([])
    expect(published['error-rate']).toHaveLength(722)
    expect(sealed[0]!.count).toBeGreaterThanOrEqual(720)
    const stored = samples.read(series('error-rate'), 0, clock.nowMs())
    expect(stored.map(([atMs]) => atMs)).toEqual(stored.map(([atMs]) => atMs).sort((a, b) => a - b))
  })

  it('asks for what nobody saw since the deploy, finds there what was off target, and does not act on it', async () => {
    const DAY = 86_400_000
    clock = createFakeClock(10 * DAY)
    loop = createLoop()
    const bad = (atMs: number) => atMs > 8 * DAY && atMs <= 8 * DAY + 120_000
    past = Array.from({ length: 10 * 1440 }, (_, minute) => minute * 60_000).map((atMs) => ({
      ...{ atMs, count: 600, value: bad(atMs) ? 3 : 0.01 },
    }))
    watch([metricFixture({ intervalMs: 60_000 })], { validatedFromMs: 6.5 * DAY })
    await clock.advance(5000)
    expect(recalled[0]).toMatchObject({ toMs: 10 * DAY })
    expect(Math.min(...recalled.map(({ fromMs }) => fromMs))).toBe(6.5 * DAY)
    expect(events).toMatchObject([
      { type: 'finding.late', payload: { fromMs: 8 * DAY + 60_000, toMs: 8 * DAY + 120_000, value: 3 } },
    ])
    const day = (from: number, to: number) => samples.slots(series('error-rate'), from * DAY, to * DAY, 60_000)
    expect(day(6.5, 7.5)).toEqual({ seen: 1440, late: 1440 })
    expect([day(7.5, 8.5).seen, day(8.5, 9.5).seen, day(9.5, 10).seen]).toEqual([1440, 1440, 720])
  })

  it('seals ten times rarer while nothing runs and what is live is only watched', async () => {
    watch([metricFixture()], { validatedFromMs: clock.nowMs() })
    await clock.advance(590_000)
    expect(sealed).toEqual([])
    await clock.advance(20_000)
    expect(sealed).toMatchObject([{ metric: 'error-rate' }])
    sealed = []
    watch([metricFixture()], { runId: runId('p-1'), validatedFromMs: clock.nowMs() })
    await clock.advance(120_000)
    expect(sealed.length).toBeGreaterThan(0)
  })

  it('has the baseline of a run at its start, and reads only what is missing of it', async () => {
    past = Array.from({ length: 1000 }, (_, index) => ({ atMs: index * 1000, value: 0.02, count: 600 }))
    const metrics = [metricFixture({ baselineMs: 600_000 })]
    watch(metrics)
    await clock.advance(5000)
    expect(recalled).toEqual([{ fromMs: 400_000, toMs: 1_000_000 }])
    watch(metrics, { runId: runId('p-1') })
    await clock.advance(1000)
    expect(recalled).toHaveLength(1)
    answers['error-rate'] = () => ({ value: null, reason: 'No traffic.' })
    await clock.advance(60_000)
    watch(metrics, { runId: runId('p-2') })
    await clock.advance(1000)
    expect(recalled).toHaveLength(2)
    expect(recalled[1]!.toMs - recalled[1]!.fromMs).toBeLessThan(65_000)
  })

  it('asks a source that could not tell the past again once it answers', async () => {
    past = [{ atMs: 900_000, value: 0.02, count: 600 }]
    forgets = true
    answers['error-rate'] = failing
    watch()
    await clock.advance(2000)
    expect(recalled).toHaveLength(1)
    forgets = false
    answers['error-rate'] = good
    await clock.advance(3000)
    expect(recalled.length).toBeGreaterThan(1)
    expect(samples.read(series('error-rate'), 900_000, 900_000)).toEqual([[900_000, 0.02, 600]])
    expect(events).toEqual([])
  })

  it('says once that the clock of a source differs, and once that it agrees again', async () => {
    const at = (aheadMs: number) => () => ({ ...good(), clock: { source: 'Prometheus at http://prom/', aheadMs } })
    answers['error-rate'] = at(60_000)
    watch()
    await clock.advance(5000)
    answers['error-rate'] = at(61_000)
    await clock.advance(5000)
    expect(events.map(({ payload }) => payload)).toEqual([
      { environment, metric: 'error-rate', source: 'Prometheus at http://prom/', aheadMs: 60_000 },
    ])
    answers['error-rate'] = at(200)
    await clock.advance(5000)
    expect(events.map(({ payload }) => (payload as { aheadMs: number }).aheadMs)).toEqual([60_000, 0])
  })

  it('fills the windows of a burn rate from what is stored and what the source remembers, and fires by the next sample', async () => {
    const burnRate = { objective: 99.9, windows: [{ longMs: 600_000, shortMs: 60_000, factor: 14.4 }] }
    const position = { file: 'release.yaml', line: 1, column: 1, endLine: 1 }
    const trigger = { metric: 'error-rate', forMs: 0, clearForMs: 0, severity: 'low', burnRate, position } as const
    const seconds = (fromMs: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({ atMs: fromMs + index * 1000, value: 5, count: 600 }))
    samples.append(
      series('error-rate'),
      seconds(700_000, 200).map(({ atMs, value, count }): Sample => [atMs, value, count]),
    )
    past = [...seconds(400_000, 300), ...seconds(900_000, 100)]
    answers['error-rate'] = bad
    watch([metricFixture({ target: { below: 10 } })], { triggers: [trigger] })
    expect(events).toEqual([])
    await clock.advance(1000)
    expect(types()).toEqual(['trigger.fired'])
    expect(loop.burning(release, environment)).toMatchObject([
      { isFired: true, reading: { pairs: [{ long: { burn: 50 } }] } },
    ])
  })

  it('seals a segment every 100 samples or 60 s, and the rest at the end', async () => {
    answers.fast = good
    watch([metricFixture({ intervalMs: 10_000 }), metricFixture({ name: 'fast', intervalMs: 100 })])
    await clock.advance(60_000)
    const of = (name: string) => sealed.filter(({ metric }) => metric === name).map(({ count }) => count)
    expect(of('fast')).toEqual([100, 100, 100, 100, 100, 100])
    expect(of('error-rate')).toEqual([7])
    loop.unwatch(release, environment)
    expect(of('fast')).toEqual([100, 100, 100, 100, 100, 100, 1])
    expect(samples.unsealed(series('error-rate'))).toBe(0)
    expect(loop.watched()).toEqual([])
  })

  it('does not report a breach again that the ledger already has, after a restart', async () => {
    answers['error-rate'] = bad
    watch([metricFixture()], { known: { 'error-rate': { status: 'breach', sinceMs: 900_000 } } })
    await clock.advance(3000)
    expect(events).toEqual([])
    answers['error-rate'] = good
    await clock.advance(10_000)
    expect(types()).toEqual(['metric.recovered'])
  })

  it('keeps measuring what did not change when it is asked again, and restarts what did', async () => {
    answers = { 'error-rate': good, p95: good, gone: good }
    const p95 = metricFixture({ name: 'p95' })
    watch([metricFixture(), p95, metricFixture({ name: 'gone' })], { variables: { APP_URL: 'http://a', HOME: '/a' } })
    await clock.advance(1000)
    openings = []
    const moved = metricFixture({ position: { file: 'release.yaml', line: 9, column: 1, endLine: 9 } })
    watch([moved, { ...p95, target: { below: 9 } }], {
      variables: { APP_URL: 'http://a', HOME: '/b' },
      runId: runId('p-2'),
    })
    expect(openings).toEqual(['-gone', '-p95', '+p95'])
    answers['error-rate'] = bad
    await clock.advance(1000)
    expect(events[0]!.payload).toMatchObject({ runId: 'p-2' })
    openings = []
    watch([moved], { variables: { APP_URL: 'http://b' } })
    expect(openings).toEqual(['-p95', '-error-rate', '+error-rate'])
  })

  it('loses no event to a ledger that could not be written for a while, and goes on measuring', async () => {
    ledgerError = 'The disk is full.'
    watch()
    answers['error-rate'] = bad
    await clock.advance(2000)
    expect(events).toEqual([])
    expect(loop.health()[0]).toMatchObject({ breached: true, recordError: 'The disk is full.' })
    ledgerError = undefined
    await clock.advance(1000)
    expect(types()).toEqual(['metric.breached'])
    expect(loop.health()[0]!.recordError).toBeUndefined()
  })

  it('does not measure what comes from the ledger itself', () => {
    const own = metricFixture({ name: 'rollback-time', source: { kind: 'ledger', measure: 'rollback-time' } })
    expect(watch([own, metricFixture()])).toEqual(['error-rate'])
  })
})
