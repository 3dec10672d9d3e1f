/** `--from`, `--to` and `--kinds`: which entries of a record are meant. */
import type { LogSelection } from '../../shared/documents/log/selection.ts'
import { CliFailure } from './failure.ts'
import { EXIT } from './io.ts'

export type SelectionOptions = { from?: string; to?: string; kinds?: string[] }

const HOW =
  'write the number of an entry, or a time such as 2026-11-28, 2026-11-28T22:00 (of this machine) or 2026-11-28T22:00+01:00'
const DAY = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?$/

function timeOf(text: string, isEnd: boolean): number {
  if (DAY.test(text)) return Date.parse(`${text}T${isEnd ? '23:59:59.999' : '00:00'}`)
  if (!TIME.test(text)) return Number.NaN
  const atMs = Date.parse(text.replace(' ', 'T'))
  // Up to 22:05 means the whole of that minute, or second.
  const wholeMs = text.includes('.') ? 0 : /:\d{2}:\d{2}/.test(text) ? 999 : 59_999
  return isEnd ? atMs + wholeMs : atMs
}

function end(option: string, text: string, isEnd: boolean): { seq?: number; ms?: number } {
  if (/^\d{1,15}$/.test(text) && Number(text) >= 1) return { seq: Number(text) }
  const ms = timeOf(text, isEnd)
  if (Number.isNaN(ms)) throw new CliFailure(EXIT.unusable, `${option} ${JSON.stringify(text)} is neither: ${HOW}.`)
  return { ms }
}

/** Both ends are included. Throws `CliFailure`. */
export function readSelection({ from, to, kinds = [] }: SelectionOptions): LogSelection {
  const start = from === undefined ? {} : end('--from', from, false)
  const stop = to === undefined ? {} : end('--to', to, true)
  const selection: LogSelection = {
    ...{ fromSeq: start.seq, fromMs: start.ms, toSeq: stop.seq, toMs: stop.ms },
    ...(kinds.length > 0 ? { kinds } : {}),
  }
  const { fromSeq = 1, toSeq = Infinity, fromMs = -Infinity, toMs = Infinity } = selection
  if (fromSeq > toSeq || fromMs > toMs)
    throw new CliFailure(EXIT.unusable, `--from ${from} comes after --to ${to}: nothing lies between them.`)
  return selection
}
