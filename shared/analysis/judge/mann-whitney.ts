/**
 * The Mann-Whitney U test (Wilcoxon rank sum) by its normal approximation with tie and continuity correction, and the shift between two samples with
 * its confidence interval (Hodges & Lehmann 1963, Bauer 1972). The numbers are those of R's
 * `wilcox.test(x, y, exact = FALSE, correct = TRUE, conf.int = TRUE)`, to the tolerance of its root search.
 */
import { findRoot } from './find-root.ts'
import { normalCdf, normalQuantile } from './normal.ts'

/** As R searches: absolute, in the unit of the samples. */
const ROOT_TOLERANCE = 1e-4

export type MannWhitney = {
  /** Pairs in which x is above y; ties count half. */
  u: number
  /** Two-sided; NaN when all values are equal. */
  pValue: number
  /** By how much x lies above y. */
  shift: number
  /** Confidence interval of the shift. */
  low: number
  high: number
}

type Ranked = { rankSum: number; ties: number }

/** Rank sum of `x` within both samples (ties share their mean rank), and the sum of t³ − t over groups of ties. Both ascend. */
function rank(x: ArrayLike<number>, y: ArrayLike<number>, shift: number): Ranked {
  let [i, j, rankSum, ties] = [0, 0, 0, 0]
  while (i < x.length || j < y.length) {
    const fromX = i < x.length ? x[i]! - shift : Number.POSITIVE_INFINITY
    const fromY = j < y.length ? y[j]! : Number.POSITIVE_INFINITY
    const value = Math.min(fromX, fromY)
    const before = i + j
    const firstX = i
    while (i < x.length && x[i]! - shift === value) i++
    while (j < y.length && y[j] === value) j++
    const size = i + j - before
    rankSum += (i - firstX) * (before + (size + 1) / 2)
    ties += size ** 3 - size
  }
  return { rankSum, ties }
}

const sorted = (values: readonly number[]) => Float64Array.from(values).sort()

/** z of the rank sum of `x − shift` against `y`; NaN when everything is tied. */
function zScore(x: Float64Array, y: Float64Array, shift: number, continuity: boolean): number {
  const [m, n] = [x.length, y.length]
  const { rankSum, ties } = rank(x, y, shift)
  const excess = rankSum - (m * (m + 1)) / 2 - (m * n) / 2
  const sigma = Math.sqrt(((m * n) / 12) * (m + n + 1 - ties / ((m + n) * (m + n - 1))))
  return (excess - (continuity ? Math.sign(excess) * 0.5 : 0)) / sigma
}

/** Where the z score, which falls as the shift grows, passes `z`. */
function shiftAt(x: Float64Array, y: Float64Array, z: number, continuity: boolean): number {
  const [least, most] = [x[0]! - y.at(-1)!, x.at(-1)! - y[0]!]
  const miss = (shift: number) => zScore(x, y, shift, continuity) - z
  if (miss(least) <= 0) return least
  if (miss(most) >= 0) return most
  return findRoot(miss, least, most, ROOT_TOLERANCE)
}

/** Compares two samples of finite values, neither empty. `confidence` is the level of the interval, 0 to 1. */
export function mannWhitney(xs: readonly number[], ys: readonly number[], confidence: number): MannWhitney {
  const [x, y] = [sorted(xs), sorted(ys)]
  const u = rank(x, y, 0).rankSum - (x.length * (x.length + 1)) / 2
  const z = zScore(x, y, 0, true)
  const pValue = 2 * Math.min(normalCdf(z), normalCdf(-z))
  const only = x[0]! - y[0]!
  // Two constants differ by exactly their difference: there is nothing to estimate.
  if (x[0] === x.at(-1) && y[0] === y.at(-1)) return { u, pValue, shift: only, low: only, high: only }
  const tail = normalQuantile((1 - confidence) / 2)
  return {
    u,
    pValue,
    shift: shiftAt(x, y, 0, false),
    low: shiftAt(x, y, -tail, true),
    high: shiftAt(x, y, tail, true),
  }
}
