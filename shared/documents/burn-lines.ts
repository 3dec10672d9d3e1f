/** What the windows of burn-rate triggers show, in words for screen and terminal. */
import type { PairBurn } from '../analysis/burn-rate.ts'
import { describeDuration } from '../analysis/describe.ts'
import type { BurnStatus } from '../contract/results.ts'
import { burnTimes } from './trigger-words.ts'

export const windowWords = ({ longMs, shortMs }: PairBurn): string =>
  `${describeDuration(longMs)} and ${describeDuration(shortMs)}`

/** When both windows of a pair can be judged at the earliest; undefined when they can be now. */
export const coveredAtMs = ({ long, short }: PairBurn): number | undefined =>
  long.coveredAtMs === undefined && short.coveredAtMs === undefined
    ? undefined
    : Math.max(long.coveredAtMs ?? 0, short.coveredAtMs ?? 0)

export const burnWords = (burn: number | null): string => (burn === null ? 'none' : burnTimes(burn))

/** `clock` writes an instant as its reader expects it. */
export const pairState = (pair: PairBurn, clock: (ms: number) => string): string => {
  const atMs = coveredAtMs(pair)
  if (atMs !== undefined) return `no evidence before ${clock(atMs)}`
  return pair.isTooFast ? 'too fast' : 'holds'
}

const pairLine = (pair: PairBurn, clock: (ms: number) => string): string =>
  `    ${windowWords(pair).padEnd(18)} ${burnWords(pair.long.burn).padStart(7)} ${burnWords(pair.short.burn).padStart(7)}  limit ${burnTimes(pair.factor)}, ${pairState(pair, clock)}`

export const burnHeading = ({ title, objective, severity, isFired, isArmed }: BurnStatus): string =>
  `${title}, objective ${objective} %, ${severity}${isFired ? ', fired' : isArmed ? '' : ', not armed'}`

export const burnLines = (burning: readonly BurnStatus[], clock: (ms: number) => string): string[] =>
  burning.flatMap((status) => [
    `Burn rate: ${burnHeading(status)}`,
    ...status.pairs.map((pair) => pairLine(pair, clock)),
  ])
