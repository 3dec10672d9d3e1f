/** A metric over time as a picture that needs no script: the line, its gaps, the target. */
import type { Sample } from '../../contract/results.ts'
import type { Target } from '../../runbook/model.ts'

export type ChartSeries = {
  title: string
  unit: string
  target: Target
  samples: readonly Sample[]
  /** Samples further apart have a gap between them. */
  gapMs: number
}

/** Runs as bands below the line. Times in ms since the epoch. */
export type ChartBand = { fromMs: number; toMs: number; title: string; isRollback: boolean }

const WIDTH = 1000
const HEIGHT = 160
const LEFT = 64
const BOTTOM = 22
const TOP = 10

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const round = (value: number) => String(Math.round(value * 10) / 10)

/** At most four significant digits. */
const figure = (value: number) => String(Number(value.toPrecision(4)))

type Scale = { x: (ms: number) => number; y: (value: number) => number; high: number; low: number }

function scaleOf({ samples, target }: ChartSeries, fromMs: number, toMs: number): Scale | undefined {
  const values = samples.flatMap(([, value]) => (value === null ? [] : [value]))
  if (values.length === 0) return undefined
  const limits = [target.below, target.above].filter((each) => each !== undefined)
  const all = [...limits, values.reduce((a, b) => Math.max(a, b)), values.reduce((a, b) => Math.min(a, b))]
  const high = Math.max(...all)
  const lowest = Math.min(...all)
  const low = lowest > 0 && lowest < high * 0.8 ? 0 : lowest
  const span = high - low || Math.abs(high) || 1
  return {
    high: low + span,
    low,
    x: (ms) => LEFT + ((ms - fromMs) / (toMs - fromMs || 1)) * (WIDTH - LEFT - 8),
    y: (value) => TOP + (1 - (value - low) / span) * (HEIGHT - TOP - BOTTOM),
  }
}

/** Broken where a value is missing or nothing was measured for long. */
function lineOf({ samples, gapMs }: ChartSeries, { x, y }: Scale): string {
  let isOpen = false
  let beforeMs = Number.NEGATIVE_INFINITY
  const parts: string[] = []
  for (const [atMs, value] of samples) {
    if (value === null || atMs - beforeMs > gapMs) isOpen = false
    if (value === null) continue
    parts.push(`${isOpen ? 'L' : 'M'}${round(x(atMs))} ${round(y(value))}`)
    if (!isOpen) parts.push('h.1')
    isOpen = true
    beforeMs = atMs
  }
  return parts.join('')
}

const text = (x: number, y: number, anchor: string, words: string) =>
  `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escaped(words)}</text>`

function targetLines({ target }: ChartSeries, { y }: Scale): string {
  return [target.below, target.above]
    .filter((each) => each !== undefined)
    .map((limit) => `<path class="limit" d="M${LEFT} ${round(y(limit))}H${WIDTH - 8}"/>`)
    .join('')
}

function bandsOf(bands: readonly ChartBand[], fromMs: number, toMs: number, { x }: Scale): string {
  return bands
    .filter((band) => band.toMs > fromMs && band.fromMs < toMs)
    .map((band) => {
      const [from, to] = [Math.max(band.fromMs, fromMs), Math.min(band.toMs, toMs)]
      const width = Math.max(1, x(to) - x(from))
      const kind = band.isRollback ? 'back' : 'run'
      return `<rect class="${kind}" x="${round(x(from))}" y="${TOP}" width="${round(width)}" height="${HEIGHT - TOP - BOTTOM}"><title>${escaped(band.title)}</title></rect>`
    })
    .join('')
}

export type ChartFrame = { fromMs: number; toMs: number; fromWords: string; toWords: string }

/** Undefined when not a single value is on record. */
export function chartSvg(series: ChartSeries, bands: readonly ChartBand[], frame: ChartFrame): string | undefined {
  const { fromMs, toMs, fromWords, toWords } = frame
  const scale = scaleOf(series, fromMs, toMs)
  if (!scale) return undefined
  const words = `${series.title}, ${series.unit}, from ${fromWords} to ${toWords}`
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(words)}">`,
    bandsOf(bands, fromMs, toMs, scale),
    `<path class="axis" d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - 8}"/>`,
    targetLines(series, scale),
    `<path class="line" d="${lineOf(series, scale)}"/>`,
    text(LEFT - 6, TOP + 8, 'end', figure(scale.high)),
    text(LEFT - 6, HEIGHT - BOTTOM, 'end', figure(scale.low)),
    text(LEFT, HEIGHT - 6, 'start', fromWords),
    text(WIDTH - 8, HEIGHT - 6, 'end', toWords),
    '</svg>',
  ].join('')
}
