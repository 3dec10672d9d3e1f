import { expect, test } from 'vitest'
import { inParts } from '../../../main/engine/backfill.ts'

test('The past is asked for in parts, because Prometheus gives no more than 11,000 points at once', () => {
  const DAY = 86_400_000
  const parts = inParts({ fromMs: 0, toMs: 3 * DAY }, 5000)
  expect(parts).toHaveLength(6)
  expect([parts[0]!.fromMs, parts.at(-1)!.toMs]).toEqual([0, 3 * DAY])
  for (const [index, { fromMs, toMs }] of parts.entries()) {
    expect((toMs - fromMs) / 5000).toBeLessThanOrEqual(11_000)
    expect(fromMs).toBe(parts[index - 1]?.toMs ?? 0)
  }
  expect(inParts({ fromMs: 0, toMs: 60_000 }, 5000)).toEqual([{ fromMs: 0, toMs: 60_000 }])
})
