/**
 * What a chart draws of a stretch of time: columns of equal width, of each the lowest and the highest usable value.
 *
 * P1  Every value past a limit is drawn: its column shows one at least as far past it, as part of the line or as a dot of its own.
 * P2  No line runs through a stretch that cannot be judged: a sample without a value, with too little behind it (thin), or no sample at all.
 * P3  Each such stretch is told, with its kind, however narrow.
 * P4  Columns stand still in time, so that a new sample changes the last one only.
 */
import type { Sample } from '../contract/results.ts'
import type { Stretch } from './what-if.ts'

export type PictureRule = {
  /** Samples further apart have a gap between them. */
  gapMs: number
  /** Samples up to then were decimated on their way: their gaps are told by missing values alone. */
  coarseToMs?: number
  /** A value with fewer samples behind it is thin. */
  minVolume: number
  /** Whether a value misses its target. */
  isOff: (value: number) => boolean
}

/** `untilMs`: when the newest sample should be from; later than a gap after it is one. */
export type Frame = Stretch & { columns: number; untilMs: number }

export type Hidden = Stretch & { kind: 'blind' | 'thin' }
export type PicturePoint = { t: number; v: number | null }

export type Picture = {
  /** The line; `v` null breaks it. */
  points: PicturePoint[]
  /** Values that no line reaches: neighbours on neither side. */
  alone: PicturePoint[]
  hidden: Hidden[]
  /** Where values missed the target, at the resolution of the columns. */
  off: Stretch[]
}

type Column = { kept: Sample[]; hidden: Hidden[]; off?: Stretch }

/** The index of the first sample at or after `atMs`. */
export function firstFrom(samples: readonly Sample[], atMs: number): number {
  let low = 0
  let high = samples.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (samples[middle]![0] < atMs) low = middle + 1
    else high = middle
  }
  return low
}

const MOST_HIDDEN = 3

/** So many stretches are told apart in a column; more become one. */
function addHidden(hidden: Hidden[], next: Hidden): void {
  const last = hidden.at(-1)
  if (last?.kind === next.kind && last.toMs === next.fromMs) last.toMs = next.toMs
  else if (last && hidden.length >= MOST_HIDDEN) {
    last.toMs = next.toMs
    if (next.kind === 'blind') last.kind = 'blind'
  } else hidden.push({ ...next })
}

const isUsable = ([, value, count]: Sample, minVolume: number) => value !== null && count >= minVolume

/** Between neighbours: undefined where a line may run. */
function hiddenBetween(before: Sample, after: Sample, rule: PictureRule): Hidden['kind'] | undefined {
  const { gapMs, minVolume, coarseToMs = Number.NEGATIVE_INFINITY } = rule
  if ((after[0] - before[0] > gapMs && after[0] > coarseToMs) || before[1] === null || after[1] === null) return 'blind'
  return isUsable(before, minVolume) && isUsable(after, minVolume) ? undefined : 'thin'
}

function columnOf(samples: readonly Sample[], from: number, to: number, rule: PictureRule): Column {
  const hidden: Hidden[] = []
  let lowest: Sample | undefined
  let highest: Sample | undefined
  let off: Stretch | undefined
  for (let index = from; index < to; index++) {
    const sample = samples[index]!
    const before = samples[index - 1]
    const kind = before && hiddenBetween(before, sample, rule)
    if (kind) addHidden(hidden, { fromMs: before![0], toMs: sample[0], kind })
    if (!isUsable(sample, rule.minVolume)) continue
    const value = sample[1]!
    if (lowest === undefined || value < lowest[1]!) lowest = sample
    if (highest === undefined || value > highest[1]!) highest = sample
    if (rule.isOff(value)) off = { fromMs: off?.fromMs ?? sample[0], toMs: sample[0] }
  }
  const kept = [...new Set([lowest, highest])].filter((each) => each !== undefined).sort((a, b) => a[0] - b[0])
  return off ? { kept, hidden, off } : { kept, hidden }
}

/** Whether `samples` is `held` with samples added at its end and perhaps dropped at its beginning. */
function continues(held: readonly Sample[], samples: readonly Sample[]): boolean {
  if (held.length === 0 || samples.length === 0) return false
  const dropped = firstFrom(held, samples[0]![0])
  return samples[0] === held[dropped] && samples[held.length - 1 - dropped] === held.at(-1)
}

/** Draws the line through what was kept, broken where something hidden lies between. */
function join(kept: readonly Sample[], hidden: readonly Hidden[]): Pick<Picture, 'points' | 'alone'> {
  const points: PicturePoint[] = []
  const alone: PicturePoint[] = []
  let next = 0
  let joined = false
  kept.forEach(([t, v], index) => {
    const after = kept[index + 1]
    points.push({ t, v })
    while (next < hidden.length && hidden[next]!.toMs <= t) next++
    const isBroken = after === undefined || (next < hidden.length && hidden[next]!.fromMs < after[0])
    if (isBroken && !joined) alone.push({ t, v })
    if (isBroken && after) points.push({ t: (t + after[0]) / 2, v: null })
    joined = !isBroken
  })
  return { points, alone }
}

function merged(columns: readonly Column[], gapMs: number): Stretch[] {
  const off: Stretch[] = []
  for (const { off: next } of columns) {
    const last = off.at(-1)
    if (next && last && next.fromMs - last.toMs <= gapMs) last.toMs = next.toMs
    else if (next) off.push({ ...next })
  }
  return off
}

const isSame = (a: object, b: object): boolean =>
  Object.entries(a).every(([name, value]) => (b as Record<string, unknown>)[name] === value)

/** What did not change keeps its identity, so that nothing is drawn again for it. */
function keepSame<T extends object>(before: T[] | undefined, now: T[]): T[] {
  if (before?.length !== now.length) return now
  return now.every((each, index) => isSame(each, before[index]!)) ? before : now
}

/** One per metric: it remembers the columns it has drawn, so that the cost of a new sample does not grow with their number. */
export function createPainter(rule: PictureRule): (samples: readonly Sample[], frame: Frame) => Picture {
  let held: readonly Sample[] = []
  let columnMs = 0
  let columns = new Map<number, Column>()
  let before: Picture | undefined

  /** Columns that hold the newest sample so far, or ones that were dropped, are drawn anew. */
  const take = (samples: readonly Sample[], widthMs: number) => {
    if (widthMs !== columnMs || !continues(held, samples)) columns = new Map()
    else {
      const firstMs = samples[0] === held[0] ? Number.NEGATIVE_INFINITY : samples[0]![0]
      columns.delete(Math.floor(held.at(-1)![0] / columnMs))
      for (const number of columns.keys()) if (number * columnMs <= firstMs) columns.delete(number)
    }
    held = samples
    columnMs = widthMs
  }

  const column = (number: number): Column => {
    const known = columns.get(number)
    if (known) return known
    const from = firstFrom(held, number * columnMs)
    const to = firstFrom(held, (number + 1) * columnMs)
    const drawn = columnOf(held, from, to, rule)
    if (to < held.length) columns.set(number, drawn)
    return drawn
  }

  /** The neighbours outside: the line enters and leaves the frame, and so do gaps. */
  const beyond = (first: number, last: number): { before: Sample[]; after: Column } => {
    const from = firstFrom(held, first * columnMs)
    const to = firstFrom(held, (last + 1) * columnMs)
    const previous = held[from - 1]
    return {
      before: previous && isUsable(previous, rule.minVolume) ? [previous] : [],
      after: columnOf(held, to, to + (to < held.length ? 1 : 0), rule),
    }
  }

  return (samples, { fromMs, toMs, columns: count, untilMs }) => {
    const widthMs = Math.max(1, Math.ceil((toMs - fromMs) / count))
    if (samples !== held || widthMs !== columnMs) take(samples, widthMs)
    const first = Math.floor(fromMs / columnMs)
    const last = Math.floor(toMs / columnMs)
    const drawn: Column[] = []
    for (let number = first; number <= last; number++) drawn.push(column(number))
    const outside = beyond(first, last)
    const all = [...drawn, outside.after]
    const hidden: Hidden[] = []
    for (const each of all)
      for (const next of each.hidden) {
        const previous = hidden.at(-1)
        if (previous?.kind === next.kind && previous.toMs === next.fromMs) previous.toMs = next.toMs
        else hidden.push({ ...next })
      }
    const newestMs = samples.at(-1)?.[0]
    if (newestMs !== undefined && untilMs - newestMs > rule.gapMs)
      hidden.push({ kind: 'blind', fromMs: newestMs, toMs: untilMs })
    const kept = [...outside.before, ...all.flatMap((each) => each.kept)]
    const { points, alone } = join(kept, hidden)
    before = {
      points: keepSame(before?.points, points),
      alone: keepSame(before?.alone, alone),
      hidden: keepSame(before?.hidden, hidden),
      off: keepSame(before?.off, merged(drawn, Math.max(rule.gapMs, columnMs))),
    }
    return before
  }
}
