/** T1 and T4 of docs/triggers.md, replayed; the live watch is the measure. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TriggerWatch } from '../../../main/engine/trigger-watch.ts'
import { replayTrigger, type Watching } from '../../../shared/analysis/what-if.ts'
import type { Sample, WhatIf } from '../../../shared/contract/results.ts'
import { whatIfLines } from '../../../shared/documents/what-if-words.ts'
import type { BurnRate, Metric, Trigger } from '../../../shared/runbook/model.ts'

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
const trigger = (more: Partial<Trigger> = {}): Trigger => ({
  metric: 'errors',
  above: 5,
  forMs: 3000,
  clearForMs: 2000,
  severity: 'critical',
  position,
  ...more,
})
/** Two percent of the budget of one: burnt through by what is above two percent. */
const BURN: BurnRate = { objective: 99, windows: [{ longMs: 10_000, shortMs: 2000, factor: 2 }] }
const ALWAYS: Watching = {
  armed: [{ fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY }],
  gapEndsMs: [],
  restartsMs: [],
}
/** A value a second; `null` is a second without one. */
const seconds = (values: (number | null)[]): Sample[] =>
  values.map((value, index) => [index * 1000, value, value === null ? 0 : 100])

const recorded = fc.array(
  fc.record({
    stepMs: fc.constantFrom(500, 1000, 1000, 1000, 2400, 4000),
    value: fc.constantFrom(0, 4.9, 5, 5.1, 9, null),
    count: fc.constantFrom(3, 100, 100, 100),
  }),
  { maxLength: 120 },
)
const toSamples = (rows: { stepMs: number; value: number | null; count: number }[]): Sample[] => {
  let atMs = 0
  return rows.map(({ stepMs, value, count }): Sample => {
    atMs += stepMs
    return [atMs, value, count]
  })
}

describe('What-if', () => {
  it.each([
    { of: 'a limit', limit: { above: 5 } },
    { of: 'a burn rate', limit: { above: undefined, burnRate: BURN } },
  ])('fires exactly where the live watch fired by $of, whatever was armed, missing, thin or restarted', ({ limit }) => {
    const rule = fc.record({
      ...Object.fromEntries(Object.entries(limit).map(([name, value]) => [name, fc.constant(value)])),
      forMs: fc.constantFrom(0, 1000, 5000),
      clearForMs: fc.constantFrom(0, 2000, 8000),
    })
    const instants = fc
      .array(fc.integer({ min: 0, max: 120_000 }), { maxLength: 4 })
      .map((all) => all.toSorted((a, b) => a - b))
    fc.assert(
      fc.property(
        recorded,
        rule,
        instants,
        instants,
        (rows, of, [fromMs = 0, toMs = Number.POSITIVE_INFINITY], restartsMs) => {
          const samples = toSamples(rows)
          let nowMs = 0
          let fired = false
          const facts = {
            known: () => ({ fired, sinceMs: 0, value: 9 }),
            isArmed: () => nowMs >= fromMs && nowMs < toMs,
          }
          let live = new TriggerWatch(METRIC, [trigger(of)], facts)
          const fires: number[] = []
          for (const sample of samples) {
            const beforeMs = nowMs
            nowMs = sample[0]
            if (restartsMs.some((ms) => ms > beforeMs && ms <= nowMs)) {
              live = new TriggerWatch(METRIC, [trigger(of)], facts)
              live.remember(samples.filter(([atMs]) => atMs < nowMs))
            }
            for (const { type } of live.step(sample)) {
              fired = type === 'trigger.fired'
              if (fired) fires.push(nowMs)
            }
          }
          const watching = { armed: [{ fromMs, toMs }], gapEndsMs: [], restartsMs }
          expect(replayTrigger(METRIC, trigger(of), samples, watching).fires.map(({ atMs }) => atMs)).toEqual(fires)
        },
      ),
    )
  })

  it('says since when the limit was passed and when it was clear again', () => {
    const { fires } = replayTrigger(METRIC, trigger(), seconds([0, 9, 9, 9, 9, 0, 0, 0]), ALWAYS)
    expect(fires).toEqual([{ atMs: 4000, value: 9, sinceMs: 1000, clearedAtMs: 7000 }])
  })

  it('counts nothing across a stretch in which nobody watched', () => {
    const samples = seconds([9, 9, 9, 9])
    expect(replayTrigger(METRIC, trigger(), samples, { ...ALWAYS, gapEndsMs: [1500] }).fires).toEqual([])
  })

  it('fills the windows of a burn rate with what was there before, and judges none of it', () => {
    const past = seconds([9, 9, 9, 9, 9, 9, 9, 9, 9, 9])
    const later = seconds([9, 9, 0]).map(([atMs, value, count]): Sample => [atMs + 10_000, value, count])
    const burning = trigger({ above: undefined, forMs: 0, burnRate: BURN })
    expect(replayTrigger(METRIC, burning, later, ALWAYS).fires).toEqual([])
    const { fires, samples } = replayTrigger(METRIC, burning, later, ALWAYS, past)
    expect(samples).toBe(3)
    expect(fires).toMatchObject([{ atMs: 10_000, value: 4.5 }])
  })

  it('answers in words: what would have fired, what did, how far apart, and why it would not', () => {
    const answer = (more: Partial<Trigger>): WhatIf => ({
      environment: 'production',
      metric: METRIC,
      rule: trigger(more),
      armed: [{ fromMs: 0, toMs: 8000 }],
      replay: replayTrigger(METRIC, trigger(more), seconds([0, 9, 9, 9, 9, null, 0, 0]), ALWAYS),
      recorded: [
        {
          triggerId: 'errors above 1 critical',
          severity: 'critical',
          rule: trigger({ above: 1, forMs: 0 }),
          fires: [{ seq: 7, atMs: 1000, value: 9, again: false }],
        },
      ],
    })
    const time = (ms: number) => `${ms / 1000} s`
    expect(whatIfLines(answer({}), time)).toEqual([
      'Errors above 5 % for 3 s would have fired once: at 4 s with 9 %, past it since 1 s, never clear again.',
      'On record: critical, above 1 %, fired 1 s. This limit: 3 s later.',
      'Watched 0 s to 8 s; 8 samples, 1 without a value or too little behind them (10 needed): they froze the clock.',
    ])
    expect(whatIfLines(answer({ forMs: 10_000 }), time)[0]).toBe(
      'Errors above 5 % for 10 s would not have fired: the limit was passed for 3 s at most, 9 % at the worst.',
    )
    expect(whatIfLines(answer({ above: 20 }), time)[0]).toBe(
      'Errors above 20 % for 3 s would not have fired: the limit was never passed, 9 % was the nearest.',
    )
  })

  it('says of a burn rate what its windows showed, or why it says nothing', () => {
    const answer = (burnRate: BurnRate): WhatIf => {
      const rule = trigger({ above: undefined, forMs: 0, clearForMs: 0, burnRate })
      const replay = replayTrigger(METRIC, rule, seconds([...Array(9).fill(0), 9, 9, 9, 0, 0, 0]), ALWAYS)
      return {
        environment: 'production',
        metric: METRIC,
        rule,
        armed: [{ fromMs: 0, toMs: 15_000 }],
        replay,
        recorded: [],
      }
    }
    const said = (burnRate: BurnRate) => whatIfLines(answer(burnRate), (ms) => `${ms / 1000} s`)[0]
    expect(said(BURN)).toBe(
      'Errors burning the budget of 99 % at 2× over 10 s and 2 s would have fired once: at 11 s with 2.7× over 10 s and 9× over 2 s, limit 2×, clear again 13 s.',
    )
    const slow = { objective: 99, windows: [{ longMs: 10_000, shortMs: 2000, factor: 6 }] }
    expect(said(slow)).toBe(
      'Errors burning the budget of 99 % at 6× over 10 s and 2 s would not have fired: no pair of windows burnt faster than its factor, 0.45× of it was the nearest.',
    )
    expect(said({ objective: 99, windows: [{ longMs: 3_600_000, shortMs: 300_000, factor: 6 }] })).toMatch(
      /would not have fired: none of 15 samples could be judged: no pair of windows was seen for nine tenths of its length\.$/,
    )
  })
})
