/** Rules P1 to P4 of shared/analysis/picture.ts. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { valueDomain } from '../../../renderer/charts/scale.ts'
import { decimate } from '../../../shared/analysis/decimate.ts'
import { createPainter, type Frame, type Picture, type PictureRule } from '../../../shared/analysis/picture.ts'
import type { Sample } from '../../../shared/contract/results.ts'

const LIMIT = 10
const RULE: PictureRule = { gapMs: 3000, minVolume: 5, isOff: (value) => value > LIMIT }
const isUsable = ([, value, count]: Sample) => value !== null && count >= RULE.minVolume
const isBreach = (sample: Sample) => isUsable(sample) && RULE.isOff(sample[1]!)

const series = fc
  .array(
    fc.record({
      stepMs: fc.constantFrom(1000, 1000, 1000, 1000, 250, 2900, 3100, 60_000),
      value: fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: 0, max: 12 }) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      count: fc.constantFrom(100, 100, 100, 2),
    }),
    { minLength: 1, maxLength: 250 },
  )
  .map((rows) => {
    let atMs = 1_000_000
    return rows.map(({ stepMs, value, count }): Sample => {
      atMs += stepMs
      return [atMs, value, count]
    })
  })
/** Any brush: from somewhere to somewhere, at any width of the screen. */
const brush = fc.record({
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  to: fc.double({ min: 0, max: 1, noNaN: true }),
  columns: fc.integer({ min: 1, max: 400 }),
})

function frameOf(
  samples: readonly Sample[],
  { from, to, columns }: { from: number; to: number; columns: number },
): Frame {
  const [firstMs, lastMs] = [samples[0]![0] - 5000, samples.at(-1)![0] + 5000]
  const at = (share: number) => firstMs + share * (lastMs - firstMs)
  return { fromMs: at(Math.min(from, to)), toMs: at(Math.max(from, to)) + 1, columns, untilMs: lastMs }
}

const columnMs = ({ fromMs, toMs, columns }: Frame) => Math.max(1, Math.ceil((toMs - fromMs) / columns))

/** What is visible: segments between neighbouring points, and dots. A point between two breaks is not, unless it is a dot. */
function inked({ points, alone }: Picture): { t: number; v: number }[] {
  const seen = points.filter(
    (point, index) =>
      point.v !== null && ((points[index - 1]?.v ?? null) !== null || (points[index + 1]?.v ?? null) !== null),
  )
  return [...seen, ...alone].map(({ t, v }) => ({ t, v: v! }))
}

const isInside = (frame: Frame) => (sample: Sample) => sample[0] >= frame.fromMs && sample[0] <= frame.toMs

function expectBreachesShown(samples: readonly Sample[], picture: Picture, frame: Frame, withinMs: number): void {
  const ink = inked(picture)
  const [low, high] = valueDomain(
    { target: { below: LIMIT }, unit: 'count' },
    picture.points.map(({ v }) => v),
  )
  for (const sample of samples.filter(isInside(frame)).filter(isBreach)) {
    const shown = ink.some(({ t, v }) => v >= sample[1]! && v >= low && v <= high && Math.abs(t - sample[0]) < withinMs)
    const told = picture.off.some(({ fromMs, toMs }) => sample[0] > fromMs - withinMs && sample[0] < toMs + withinMs)
    if (!shown || !told) throw new Error(`The breach at ${sample[0]} vanished: ${JSON.stringify({ shown, told })}`)
  }
}

describe('The picture of a metric', () => {
  it('P1: lets no breach vanish, at any width, brush and stretch, between gaps too', () => {
    fc.assert(
      fc.property(series, brush, (samples, of) => {
        const frame = frameOf(samples, of)
        expectBreachesShown(samples, createPainter(RULE)(samples, frame), frame, columnMs(frame))
      }),
      { numRuns: 300 },
    )
  })

  it('P1: nor when the samples were decimated on their way', () => {
    fc.assert(
      fc.property(series, brush, fc.integer({ min: 30, max: 300 }), (samples, of, points) => {
        const frame = frameOf(samples, of)
        const arrived = decimate(samples, points, RULE.gapMs, RULE.minVolume)
        const bucketMs = (samples.at(-1)![0] - samples[0]![0]) / Math.floor((points - 5) / 4)
        const picture = createPainter({ ...RULE, gapMs: Number.POSITIVE_INFINITY })(arrived, {
          ...frame,
          fromMs: frame.fromMs - bucketMs,
          toMs: frame.toMs + bucketMs,
        })
        expectBreachesShown(samples, picture, frame, 2 * (columnMs(frame) + bucketMs) + 2)
      }),
    )
  })

  it('P2 and P3: no line runs through what cannot be judged, and each such stretch is told', () => {
    fc.assert(
      fc.property(series, brush, (samples, of) => {
        const frame = frameOf(samples, of)
        const { points, hidden } = createPainter(RULE)(samples, frame)
        for (const [index, point] of points.entries()) {
          const next = points[index + 1]
          if (!next || point.v === null || next.v === null) continue
          const from = samples.findIndex(([t]) => t === point.t)
          const to = samples.findIndex(([t]) => t === next.t)
          const between = samples.slice(from, to + 1)
          expect(between.every(isUsable)).toBe(true)
          expect(between.every(([t], at) => at === 0 || t - between[at - 1]![0] <= RULE.gapMs)).toBe(true)
        }
        const unusable = samples.filter((sample) => !isUsable(sample)).filter(isInside(frame))
        for (const [t] of samples.length > 1 ? unusable : [])
          expect(hidden.some(({ fromMs, toMs }) => fromMs <= t && t <= toMs)).toBe(true)
      }),
    )
  })

  it('tells blind from thin, and that the newest sample is old', () => {
    const samples: Sample[] = [
      [1000, 1, 9],
      [2000, 1, 2],
      [3000, 1, 9],
      [4000, null, 0],
      [5000, 1, 9],
      [20_000, 1, 9],
    ]
    const frame = { fromMs: 0, toMs: 40_000, columns: 40, untilMs: 30_000 }
    expect(createPainter(RULE)(samples, frame).hidden).toEqual([
      { kind: 'thin', fromMs: 1000, toMs: 3000 },
      { kind: 'blind', fromMs: 3000, toMs: 20_000 },
      { kind: 'blind', fromMs: 20_000, toMs: 30_000 },
    ])
  })

  it('P4: drawn sample by sample it is the same as drawn at once', () => {
    fc.assert(
      fc.property(series, brush, fc.integer({ min: 20, max: 250 }), (samples, of, kept) => {
        const frame = frameOf(samples, of)
        const painter = createPainter(RULE)
        for (let end = 1; end < samples.length; end += 7) painter(samples.slice(Math.max(0, end - kept), end), frame)
        const now = samples.slice(-kept)
        expect(painter(now, frame)).toEqual(createPainter(RULE)(now, frame))
      }),
    )
  })

  it('stays a few hundred points however long the release is', () => {
    const day = Array.from(
      { length: 86_400 },
      (_, index): Sample => [index * 1000, index % 7 === 0 ? null : index % 90, 50],
    )
    const { points } = createPainter(RULE)(day, { fromMs: 0, toMs: 86_400_000, columns: 150, untilMs: 86_400_000 })
    expect(points.length).toBeLessThanOrEqual(150 * 5)
  })
})
