/** Options and parsers several commands share. */
import { type Command, InvalidArgumentError } from 'commander'
import { DURATION_WORDS, parseDuration } from '../../../shared/runbook/duration.ts'
import type { CliIo } from '../io.ts'

export function variable(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Write it as NAME=VALUE.')
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
}

export const several = (text: string, before: string[] = []): string[] => [...before, text]

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Write a whole number.')
  return Number(text)
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
