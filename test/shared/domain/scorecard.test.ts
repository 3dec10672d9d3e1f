import { describe, expect, test } from 'vitest'
import type { Sample } from '../../../shared/contract/results.ts'
import { projectScorecard } from '../../../shared/domain/project-scorecard.ts'
import type { Metric } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'
import { metricFixture } from '../analysis/metric-fixture.ts'

const story = new Story(definitionOf([stage('production', [step('go')])]))

const rowsOf = (metrics: Metric[], values: [number | null, number][] = []) => {
  const { state, nowMs } = story
  const samples = values.map(
    ([value, count], index): Sample => [nowMs - (values.length - 1 - index) * 1000, value, count],
  )
  return projectScorecard({ state, definition: { metrics }, environment: 'production', series: () => samples, nowMs })
}
const errorRate = (values: [number | null, number][]) =>
  rowsOf([metricFixture()], values).find(({ name }) => name === 'error-rate')!

describe('the scorecard', () => {
  test('has the six rows of the reference with its targets, and knows nothing of what nobody measures', () => {
    const rows = rowsOf([])
    expect(rows.map(({ title, targetWords, actual, status }) => [title, targetWords, actual, status])).toEqual([
      ['Deployment time', '< 30 min', 'none', 'no-data'],
      ['Rollback time', '< 15 min', 'none', 'no-data'],
      ['Error rate', '< 0.1 %', 'none', 'no-data'],
      ['Response time p95', '< 200 ms', 'none', 'no-data'],
      ['Availability', '> 99.9 %', 'none', 'no-data'],
      ['Critical incidents', '0', 'none', 'no-data'],
    ])
    expect(rows[2]!.rule).toContain('Name one "error-rate" under "metrics:"')
  })

  test('shows for each verdict its values, count, distance, since when, and the rule', () => {
    const held = errorRate([
      [0.03, 600],
      [0.02, 600],
    ])
    expect(held).toMatchObject({
      status: 'holds',
      actual: '0.02 %',
      distanceWords: '0.08 % left',
      countWords: '600 samples',
    })
    expect(held.values).toEqual([0.03, 0.02])
    expect(held.sinceMs).toBe(story.nowMs - 1000)
    expect(held.rule).toBe('Error rate 0.02 % holds < 0.1 % (600 samples in 1 min, at least 100 needed).')
    expect(held.definition).toContain('Share of failed requests to $APP_URL/health over 1 min, 20 a second.')
    expect(errorRate([[0.5, 600]])).toMatchObject({ status: 'breach', distanceWords: '0.4 % past' })
    expect(errorRate([[0.09, 600]])).toMatchObject({ status: 'near' })
  })

  test('says since when only as far as values reach without a break', () => {
    const { state, nowMs } = story
    const at = (ageMs: number): Sample => [nowMs - ageMs, 0.02, 600]
    const series = () => [at(90_000), at(89_000), [nowMs - 40_000, null, 0] as Sample, at(2000), at(1000), at(0)]
    const definition = { metrics: [metricFixture()] }
    const rows = projectScorecard({ state, definition, environment: 'production', series, nowMs })
    expect(rows[2]).toMatchObject({ status: 'holds', sinceMs: nowMs - 2000 })
  })

  test('never passes what is thin, old or blind', () => {
    expect(errorRate([[0.01, 3]])).toMatchObject({ status: 'thin', distance: null, countWords: '3 samples' })
    expect(errorRate([[null, 0]])).toMatchObject({ status: 'no-data', value: null })
    const reason = 'Prometheus at http://prom/ refused the connection: nothing listens there.'
    story.happen({
      type: 'metric.blind',
      payload: { environment: 'production', metric: 'error-rate', reason, sinceMs: story.nowMs - 40_000 },
    })
    const blind = errorRate([[0.01, 600]])
    expect(blind).toMatchObject({ status: 'blind', sinceMs: story.nowMs - 40_000 })
    expect(blind.rule).toContain(reason)
  })

  test('adds what the source says of a missing or a bad value', () => {
    const { state, nowMs } = new Story(definitionOf([stage('production', [step('go')])]))
    const metrics = [metricFixture()]
    const why = () => 'The query matches no series at this time.'
    const view = { state, definition: { metrics }, environment: 'production', series: () => [], why, nowMs }
    expect(projectScorecard(view)[2]).toMatchObject({ status: 'no-data', why: why() })
  })

  test('takes the release’s own metric for a row, with its target, and lists the others after the six', () => {
    const prometheus = { kind: 'prometheus', url: '$P', query: 'q', headers: {}, timeoutMs: 1 } as const
    const rows = rowsOf([
      metricFixture({ name: 'queue', title: 'Queue', unit: 'count', source: prometheus }),
      metricFixture({
        name: 'checkout-p95',
        title: 'Checkout',
        unit: 'ms',
        target: { below: 300 },
        source: prometheus,
      }),
      metricFixture({ name: 'trial', title: 'Error rate of a trial', dryRun: true }),
      metricFixture({
        name: 'deploy',
        unit: 's',
        target: { below: 600 },
        source: { kind: 'ledger', measure: 'deployment-time' },
      }),
    ])
    expect(rows.map(({ name, targetWords }) => `${name} ${targetWords}`)).toEqual([
      'deploy < 10 min',
      'rollback-time < 15 min',
      'error-rate < 0.1 %',
      'checkout-p95 < 300 ms',
      'availability > 99.9 %',
      'critical-incidents 0',
      'queue < 0.1',
      'trial < 0.1 %',
    ])
  })
})
