import { describe, expect, it } from 'vitest'
import { firstTry, limitOf, problemOf } from '../../renderer/views/dialogs/what-if-limit.ts'
import type { Metric, Trigger } from '../../shared/runbook/model.ts'

const metric = { name: 'errors', title: 'Errors', unit: 'percent', target: { below: 1 } } as Metric
const windows = [{ longMs: 600_000, shortMs: 60_000, factor: 14.4 }]
const burning = {
  metric: 'errors',
  severity: 'critical',
  forMs: 5000,
  burnRate: { objective: 99.5, windows },
} as Trigger

describe('What is tried in the what-if dialog', () => {
  it("begins with the metric's gravest trigger as it is written in release.yaml, else with its target", () => {
    const tried = firstTry([burning], metric)
    expect(tried).toMatchObject({ side: 'burn', objective: '99.5', windows: '14.4x10m/1m', held: '5s', limit: '1' })
    expect(limitOf(tried)).toEqual({ burnRate: burning.burnRate })
    expect(limitOf(firstTry([], metric))).toEqual({ above: 1 })
    expect(firstTry([], metric)).toMatchObject({ objective: '99.9', windows: '14.4x1h/5m, 6x6h/30m, 3x1d/2h, 1x3d/6h' })
  })

  it('says how to write what cannot be read', () => {
    const tried = firstTry([burning], metric)
    expect(problemOf(tried)).toBeUndefined()
    expect(problemOf({ ...tried, windows: 'standard' })).toBeUndefined()
    expect(problemOf({ ...tried, windows: '14.4x1m/10m' })).toMatch(/^Write the windows as factor x long/)
    expect(problemOf({ ...tried, objective: '100' })).toMatch(/^Write the objective in percent/)
    expect(problemOf({ ...tried, side: 'above', limit: 'much' })).toMatch(/^Write the limit as a number/)
    expect(problemOf({ ...tried, held: 'soon' })).toMatch(/^Write how long as/)
  })
})
