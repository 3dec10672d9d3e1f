import { readFileSync } from 'node:fs'
import { CsvError, parse } from 'csv-parse/sync'

/** Samples by metric, in the order of the file; NaN where a cell says there was no value. */
export type MetricValues = Map<string, number[]>

const MISSING = new Set(['', 'nan', 'null', 'none', 'na', 'n/a'])

type Line = { record: Record<string, string>; info: { lines: number } }

function numberIn({ record, info }: Line, file: string): number {
  const text = (record.value ?? '').trim()
  if (MISSING.has(text.toLowerCase())) return Number.NaN
  const value = Number(text)
  if (!Number.isFinite(value))
    throw new Error(
      `${file}:${info.lines}: "${text.slice(0, 60)}" is not a number. Leave the cell empty where there is no value.`,
    )
  return value
}

const WANTED = 'The first line names the columns, and "metric" and "value" must be among them.'

function parseLines(text: string, file: string): Line[] {
  try {
    return parse(text, {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      skip_empty_lines: true,
      info: true,
    }) as unknown as Line[]
  } catch (error) {
    if (error instanceof CsvError)
      throw new Error(`${file}:${error.lines ?? 1}: ${error.message}. ${WANTED}`, { cause: error })
    throw error
  }
}

/**
 * Reads a CSV file (RFC 4180) of `metric,value` lines, a metric repeated once per sample; other columns are ignored. Throws a sentence with file and
 * line.
 */
export function readMetricSamples(path: string, name: string): MetricValues {
  const values: MetricValues = new Map()
  const lines = parseLines(readFileSync(path, 'utf8'), name)
  for (const line of lines) {
    const { metric, value } = line.record
    if (metric === undefined || value === undefined) throw new Error(`${name}:1: ${WANTED}`)
    const known = values.get(metric)
    if (known) known.push(numberIn(line, name))
    else values.set(metric, [numberIn(line, name)])
  }
  if (values.size === 0) throw new Error(`${name}:1: There are no samples in this file. ${WANTED}`)
  return values
}
