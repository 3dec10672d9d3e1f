/** Rules T1 and T10 of docs/triggers.md. */
import { describe, expect, test } from 'vitest'
import { TriggerWatch } from '../../../main/engine/trigger-watch.ts'
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
