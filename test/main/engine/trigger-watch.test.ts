/** Rules T1 and T10 of docs/triggers.md. */
import { describe, expect, test } from 'vitest'
import { TriggerWatch } from '../../../main/engine/trigger-watch.ts'
import type { Sample } from '../../../shared/contract/results.ts'
import type { TriggerState } from '../../../shared/domain/decisions/timed-decision.ts'
import type { Metric, Trigger } from '../../../shared/runbook/model.ts'

const position = { file: 'release.yaml', line: 1, column: 1, endLine: 1 }
const METRIC: Metric = {
  name: 'errors',
  title: 'Errors',
  unit: 'percent',
  target: { below: 1 },
  intervalMs: 1000,
  windowMs: 1000,
  minVolume: 10,
  dryRun: false,
  source: { kind: 'ledger', measure: 'critical-incidents' },
  position,
}
const TRIGGER: Trigger = { metric: 'errors', above: 1, forMs: 3000, clearForMs: 2000, severity: 'critical', position }

/** Feeds a value a second; `null` is a second without one, `thin` one with too little behind it. */
function fed(
  values: (number | null | 'thin')[],
  known: () => TriggerState | undefined = () => undefined,
  isArmed = () => true,
) {
  const watch = new TriggerWatch(METRIC, [TRIGGER], { known, isArmed })
  return values.flatMap((value, index) => {
    const sample = [index * 1000, value === 'thin' ? 50 : value, value === 'thin' ? 3 : 100] as [
      number,
      number | null,
      number,
    ]
    return watch.step(sample).map(({ type }) => `${index} ${type}`)
  })
}

describe('A trigger', () => {
  test('T1: fires once when its limit was passed for as long as it says, and is clear after good data', () => {
    expect(fed([5, 5, 5, 5, 5, 5, 0, 0, 0, 0])).toEqual(['3 trigger.fired', '8 trigger.cleared'])
  })
  test('T1: does not fire for a shorter breach, nor clear for a shorter good stretch', () => {
    expect(fed([5, 5, 5, 0, 5, 5, 5, 5, 0, 5, 0, 5])).toEqual(['7 trigger.fired'])
  })
  test('T1: missing and thin samples freeze it: they neither fire nor clear', () => {
    expect(fed([5, 5, 5, null, null, null, null])).toEqual([])
    expect(fed(['thin', 'thin', 'thin', 'thin', 'thin'])).toEqual([])
    expect(fed([5, 5, 5, null, null, null, 5, 5, null, null, 0, null, 0, null, 0])).toEqual(['7 trigger.fired'])
  })
  test('T1: before it is armed it sees nothing; what goes on counts from then', () => {
    let asked = 0
    const isArmed = () => ++asked > 3
    expect(fed([5, 5, 5, 5, 5, 5, 5, 5], () => undefined, isArmed)).toEqual(['6 trigger.fired'])
  })
  test('a breach that is on record already does not fire again after a restart', () => {
    expect(fed([5, 5, 5, 5, 5], () => ({ fired: true, sinceMs: 0, value: 5 }))).toEqual([])
  })
  test('T10: after a veto it fires again only when it is worse by the agreed measure, for as long as it says', () => {
    const known = () => ({ fired: true, sinceMs: 0, value: 3, worse: { above: 4 } })
    expect(fed([3, 3.9, 4, 3, 4, 4, 4], known)).toEqual([])
    expect(fed([3, 4.1, 4.2, 4.3, 4.4, 4.5], known)).toEqual(['4 trigger.fired'])
  })
})

describe('A trigger on a burn rate', () => {
  /** A budget of 10 %, twice as fast over 20 and 4 seconds. */
  const burnRate = { objective: 90, windows: [{ longMs: 20_000, shortMs: 4000, factor: 2 }] }
  const trigger: Trigger = { metric: 'errors', forMs: 0, clearForMs: 2000, severity: 'critical', burnRate, position }
  const watching = (known: () => TriggerState | undefined = () => undefined) =>
    new TriggerWatch(METRIC, [trigger], { known, isArmed: () => true })
  const feed = (watch: TriggerWatch, values: (number | null)[], fromMs = 0) =>
    values.flatMap((value, index) =>
      watch
        .step([fromMs + index * 1000, value, value === null ? 0 : 100])
        .map(({ type, of }) => `${fromMs / 1000 + index} ${type} ${of.triggerId}: ${of.rule}`),
    )
  const seconds = (count: number, value: number | null) => Array.from({ length: count }, () => value)
  const past = (value: number) => Array.from({ length: 30 }, (_, index): Sample => [index * 1000, value, 100])

  test('T1: fires when both windows burn too fast, not before nine tenths of the long one were seen, and says both rates', () => {
    expect(feed(watching(), seconds(17, 50))).toEqual([])
    expect(feed(watching(), seconds(30, 50))).toEqual([
      '17 trigger.fired errors burn 90 2x20s/4s critical: Errors burns the budget of 90 %: 5× over 20 s and 5× over 4 s, limit 2×',
    ])
    expect(feed(watching(), seconds(30, 20))).toEqual([])
  })

  test('samples of the past fill its windows and fire nothing; the next one does', () => {
    const watch = watching()
    watch.remember(past(50))
    expect(watch.burning(29_000)).toMatchObject([{ isFired: false, reading: { times: 2.5 } }])
    expect(feed(watch, [50], 30_000)).toHaveLength(1)
  })

  test('B4, T1: good data clear it, missing data do not, also after a restart', () => {
    const watch = watching(() => ({ fired: true, sinceMs: 0, value: 2 }))
    watch.remember(past(50))
    expect(feed(watch, [...seconds(30, null), 0, 0, 0], 30_000)).toEqual([])
    expect(feed(watch, seconds(30, 0), 63_000).join()).toMatch(
      /trigger\.cleared .* no longer burns the budget of 90 % too fast for 2 s/,
    )
  })

  test('T10: after a veto it fires again only when it burns half as fast again', () => {
    const vetoed = watching(() => ({ fired: true, sinceMs: 0, value: 2.5, worse: { above: 3.25 } }))
    vetoed.remember(past(50))
    expect(feed(vetoed, seconds(30, 60), 30_000)).toEqual([])
    expect(feed(vetoed, seconds(30, 70), 60_000)[0]).toMatch(/^7\d trigger\.fired/)
  })
})
