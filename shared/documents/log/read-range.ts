/** From where to where, as people type it: numbers of entries or times. */
import type { LogSelection } from './selection.ts'

export type Range = Pick<LogSelection, 'fromSeq' | 'toSeq' | 'fromMs' | 'toMs'>

const HOW =
  'write the number of an entry, or a time such as 2026-11-28, 2026-11-28T22:00 (of this machine) or 2026-11-28T22:00+01:00'
const DAY = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?$/

function timeOf(text: string, isEnd: boolean): number {
  if (DAY.test(text)) return Date.parse(`${text}T${isEnd ? '23:59:59.999' : '00:00'}`)
  if (!TIME.test(text)) return Number.NaN
  const atMs = Date.parse(text.replace(' ', 'T'))
  // Up to 22:05 means the whole of that minute, or second.
  const wholeMs = text.includes('.') ? 0 : /[T ]\d{2}:\d{2}:\d{2}/.test(text) ? 999 : 59_999
  return isEnd ? atMs + wholeMs : atMs
}

type End = { seq?: number; ms?: number } | undefined

function readEnd(text: string, isEnd: boolean): End {
  if (text === '') return {}
  if (/^\d{1,15}$/.test(text)) return Number(text) >= 1 ? { seq: Number(text) } : undefined
  const ms = timeOf(text, isEnd)
  return Number.isNaN(ms) ? undefined : { ms }
}

/** Both ends are included, empty ones open; `names` are what a sentence calls them. */
export function readRange(from: string, to: string, names: readonly [string, string]): Range | { problem: string } {
  const [start, stop] = [readEnd(from.trim(), false), readEnd(to.trim(), true)]
  const wrong = !start ? [names[0], from] : !stop ? [names[1], to] : undefined
  if (!start || !stop) return { problem: `${wrong?.[0]} ${JSON.stringify(wrong?.[1])} is neither: ${HOW}.` }
  const { seq: fromSeq, ms: fromMs } = start
  const { seq: toSeq, ms: toMs } = stop
  if ((fromSeq ?? 1) > (toSeq ?? Infinity) || (fromMs ?? -Infinity) > (toMs ?? Infinity))
    return { problem: `${names[0]} ${from} comes after ${names[1]} ${to}: nothing lies between them.` }
  return {
    ...(fromSeq === undefined ? {} : { fromSeq }),
    ...(toSeq === undefined ? {} : { toSeq }),
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs }),
  }
}
