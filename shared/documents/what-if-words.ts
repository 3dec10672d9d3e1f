/** What another limit would have done, in sentences for deck and terminal. */
import { describeDuration, describeValue } from '../analysis/describe.ts'
import type { Fire, Stretch } from '../analysis/what-if.ts'
import type { WhatIf } from '../contract/results.ts'
import { burnTimes, readingWords, ruleWords } from './trigger-words.ts'

type TimeOf = (ms: number) => string

const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)

const fireWords = (fire: Fire, { metric, rule }: WhatIf, time: TimeOf): string => {
  const since = fire.sinceMs < fire.atMs ? `, past it since ${time(fire.sinceMs)}` : ''
  const until = fire.clearedAtMs === undefined ? ', never clear again' : `, clear again ${time(fire.clearedAtMs)}`
  const value = fire.burn ? readingWords(fire.burn) : describeValue(fire.value, metric.unit, rule)
  return `at ${time(fire.atMs)} with ${value}${since}${until}`
}

function whyNot({ metric, rule, replay, armed }: WhatIf): string {
  if (armed.length === 0) return 'it was never armed while there were samples'
  if (replay.samples === 0) return 'no sample was recorded while it was armed'
  if (replay.usable === 0) {
    const why = rule.burnRate ? ': no pair of windows was seen for nine tenths of its length' : ''
    return `none of ${replay.samples} samples could be judged${why}`
  }
  if (rule.burnRate) return tooSlow(replay)
  const worst = describeValue(replay.worst!, metric.unit, rule)
  const isPast = rule.above === undefined ? replay.worst! < rule.below! : replay.worst! > rule.above
  if (!isPast) return `the limit was never passed, ${worst} was the nearest`
  return `the limit was passed for ${describeDuration(replay.longestMs)} at most, ${worst} at the worst`
}

/** The worst pair of windows against its own factor. */
function tooSlow({ worst = 0, longestMs }: WhatIf['replay']): string {
  if (worst <= 1) return `no pair of windows burnt faster than its factor, ${burnTimes(worst)} of it was the nearest`
  return `it burnt too fast for ${describeDuration(longestMs)} at most, ${burnTimes(worst)} of its factor at the worst`
}

/** The answer itself: whether and when it would have fired. */
export function whatIfAnswer(whatIf: WhatIf, time: TimeOf): string {
  const { metric, rule, replay } = whatIf
  const name = `${metric.title} ${ruleWords(metric, rule)}`
  if (replay.fires.length === 0) return `${name} would not have fired: ${whyNot(whatIf)}.`
  const each = replay.fires.map((fire) => fireWords(fire, whatIf, time))
  return `${name} would have fired ${times(each.length)}: ${each.join('; ')}.`
}

const apart = (ms: number): string =>
  ms === 0 ? 'the same moment' : `${describeDuration(Math.abs(ms))} ${ms < 0 ? 'earlier' : 'later'}`

/** What each trigger on record really did, and how far apart that is. */
export const recordedLines = (whatIf: WhatIf, time: TimeOf): string[] =>
  whatIf.recorded.map(({ severity, rule, fires }) => {
    const name = `On record: ${severity}, ${ruleWords(whatIf.metric, rule)}`
    const first = fires[0]
    if (!first) return `${name}, did not fire.`
    const replayed = whatIf.replay.fires[0]
    const all = fires.map((fire) => `${time(fire.atMs)}${fire.again ? ' again, after a veto' : ''}`)
    const difference = replayed ? ` This limit: ${apart(replayed.atMs - first.atMs)}.` : ''
    return `${name}, fired ${all.join(', ')}.${difference}`
  })

const stretchWords = ({ fromMs, toMs }: Stretch, time: TimeOf): string => `${time(fromMs)} to ${time(toMs)}`

/** What the answer rests on. */
export function basisLine({ armed, replay, arm, metric, rule }: WhatIf, time: TimeOf): string {
  if (replay.samples === 0) return `${arm ? 'Never armed' : 'Not watched'}: there is nothing to judge.`
  const watched = armed.map((each) => stretchWords(each, time)).join(', ')
  const unusable = replay.samples - replay.usable
  const least = metric.minVolume > 0 ? ` or too little behind them (${metric.minVolume} needed)` : ''
  const unseen = rule.burnRate ? ', or before its windows were seen' : ''
  const left = unusable === 0 ? 'all judged' : `${unusable} without a value${least}${unseen}: they froze the clock`
  return `${arm ? 'Armed' : 'Watched'} ${watched}; ${replay.samples} samples, ${left}.`
}

export const whatIfLines = (whatIf: WhatIf, time: TimeOf): string[] => [
  whatIfAnswer(whatIf, time),
  ...recordedLines(whatIf, time),
  basisLine(whatIf, time),
]
