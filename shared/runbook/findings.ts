import type { Finding, Fix, Severity, Step } from './model.ts'
import { visible } from './visible.ts'

export type Place = { file: string; line: number; column: number }

export const finding = (severity: Severity, code: string, place: Place, message: string): Finding => ({
  severity,
  code,
  file: place.file,
  line: place.line,
  column: place.column,
  message,
})

/** Where in a step's text: the line, and the column where it is known, both from 0. */
type InText = { offset?: number; column?: number }

/** A finding about a step, or about a place of its text. */
export const stepFinding = (
  severity: Severity,
  code: string,
  step: Step,
  message: string,
  more: InText & { fix?: Fix } = {},
): Finding => {
  const { fix } = more
  return { ...finding(severity, code, placeIn(step, more), message), step: step.id, ...(fix ? { fix } : {}) }
}

/** The line of the source in which line `offset` (from 0) of a step's text stands. */
export const lineIn = ({ position, lineOffsets }: Step, offset: number): number =>
  Math.min(position.line + 1 + (lineOffsets?.[offset] ?? offset), position.endLine)

/** Behind a prompt and in a table only the line is known. */
export function placeIn(step: Step, { offset, column = 0 }: InText): Place {
  const { file, line, endLine, column: start } = step.position
  if (offset === undefined) return { file, line, column: start }
  const isExact = step.lineOffsets === undefined && line + 1 + offset <= endLine
  return { file, line: lineIn(step, offset), column: start + (isExact ? column : 0) }
}

const RANK: Record<Severity, number> = { error: 0, warning: 1, hint: 2 }

const byPlace = (a: Finding, b: Finding) =>
  (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
  a.line - b.line ||
  a.column - b.column ||
  RANK[a.severity] - RANK[b.severity] ||
  (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)

/** In the order of the files, each said once. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>()
  return findings.toSorted(byPlace).filter(({ file, line, column, code, message }) => {
    const key = `${file}\0${line}\0${column}\0${code}\0${message}`
    return !seen.has(key) && seen.add(key)
  })
}

export const hasErrors = (findings: readonly Finding[]): boolean => findings.some((each) => each.severity === 'error')

/** `release.yaml:3:5: error: sentence [code]` */
export const formatFinding = ({ file, line, column, severity, message, code }: Finding): string =>
  visible(`${file}:${line}:${column}: ${severity}: ${message} [${code}]`)

const LIMIT = 200

/** Keeps the report readable when a file is broken from one end to the other; what is left out is counted. */
export function limitFindings(findings: Finding[]): Finding[] {
  if (findings.length <= LIMIT) return findings
  const last = findings[LIMIT]!
  const { severity } = findings.slice(LIMIT).toSorted((a, b) => RANK[a.severity] - RANK[b.severity])[0]!
  const more = `${findings.length - LIMIT} more findings follow: mend these first, then check again.`
  return [...findings.slice(0, LIMIT), finding(severity, 'more-findings', last, more)]
}
