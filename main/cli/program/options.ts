/** Options and parsers several commands share. */
import { type Command, InvalidArgumentError } from 'commander'
import { MOST_CONTEXT_LINES } from '../../../shared/contract/search.ts'
import { BURN_WINDOWS_WORDS, parseBurnWindows } from '../../../shared/runbook/burn-windows.ts'
import { DURATION_WORDS, parseDuration } from '../../../shared/runbook/duration.ts'
import type { BurnWindows } from '../../../shared/runbook/model.ts'
import type { CliIo } from '../io.ts'

export function variable(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Write it as NAME=VALUE.')
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
}

export const several = (text: string, before: string[] = []): string[] => [...before, text]

/** `a,b` and given twice are the same. */
export const commaList = (text: string, before: string[] = []): string[] => [
  ...before,
  ...text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean),
]

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Write a whole number.')
  return Number(text)
}

export function contextLines(text: string): number {
  const lines = wholeNumber(text)
  if (lines > MOST_CONTEXT_LINES) throw new InvalidArgumentError(`At most ${MOST_CONTEXT_LINES} lines.`)
  return lines
}

export function limit(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!Number.isFinite(value)) throw new InvalidArgumentError('Write a number, in the unit of the metric.')
  return value
}

export function duration(text: string): number {
  const ms = parseDuration(text)
  if (ms === undefined) throw new InvalidArgumentError(`Write ${DURATION_WORDS}.`)
  return ms
}

/** Of a rehearsal. */
export function rehearsalSpeed(text: string): number | 'no-waiting' {
  if (text === 'none') return 'no-waiting'
  const times = Number(/^(\d+(?:\.\d+)?)x?$/.exec(text)?.[1] ?? Number.NaN)
  if (!(times >= 1 && times <= 1000)) throw new InvalidArgumentError('Write a number from 1 to 1000, or none.')
  return times
}

/** In percent, of a service level. */
export function objective(text: string): number {
  const percent = text.trim() === '' ? Number.NaN : Number(text)
  if (!(percent > 0 && percent < 100)) throw new InvalidArgumentError('Write percent between 0 and 100, such as 99.9.')
  return percent
}

export function burnWindows(text: string): BurnWindows[] {
  const windows = parseBurnWindows(text)
  if (!windows) throw new InvalidArgumentError(`Write ${BURN_WINDOWS_WORDS}; the short window is the shorter one.`)
  return windows
}

export function lineRange(text: string): { from: number; to: number } {
  const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? []
  const range = { from: Number(from), to: Number(to ?? from) }
  if (!from || range.from < 1 || range.to < range.from) throw new InvalidArgumentError('Write it as 12 or 12-40.')
  return range
}

export const DB = ['--db <path>', 'the ledger file (default: COCKPIT_DB, else in your data folder)'] as const
export const AS = ['--as <name>', 'who you are, for the record (default: your login name)'] as const
export const JSON_ = ['--json', 'machine-readable output'] as const

/** Adds commands to the program; `run` takes each one's exit code. */
export type Register = (program: Command, run: (work: Promise<number>) => Promise<void>, io: CliIo) => void
