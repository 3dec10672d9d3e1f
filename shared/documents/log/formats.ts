/** The formats a record can be exported in, and what each of them can leave out. */
import { isEverything, type LogSelection } from './selection.ts'

export const EXPORT_FORMATS = ['bundle', 'jsonl', 'csv', 'html', 'pdf', 'md'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

type FormatFacts = {
  title: string
  /** What it is for, in one line. */
  about: string
  ending: string
  /** Whether some of the entries can be chosen. */
  selects: boolean
  /** Whether what commands printed is in it. */
  output: 'always' | 'never' | 'choice'
  /** Whether somebody can verify it without this program's ledger. */
  isProof: boolean
}

export const FORMAT_FACTS: Record<ExportFormat, FormatFacts> = {
  bundle: {
    title: 'Bundle',
    about: 'for the archive and the auditor: everything of the release in one zip, with verifiers',
    ending: 'zip',
    selects: false,
    output: 'always',
    isProof: true,
  },
  jsonl: {
    title: 'JSONL',
    about: 'for an auditor or a program: every entry with its hash, verifiable alone',
    ending: 'jsonl',
    selects: true,
    output: 'never',
    isProof: true,
  },
  csv: {
    title: 'CSV',
    about: 'for a spreadsheet: one row an entry, in words and as data',
    ending: 'csv',
    selects: true,
    output: 'never',
    isProof: false,
  },
  html: {
    title: 'HTML report',
    about: 'for everybody: the release on one page with charts, approvals, timeline and output',
    ending: 'html',
    selects: true,
    output: 'choice',
    isProof: false,
  },
  pdf: {
    title: 'PDF report',
    about: 'for paper and mail: the same page, with the beginning and end of long output',
    ending: 'pdf',
    selects: true,
    output: 'choice',
    isProof: false,
  },
  md: {
    title: 'Markdown',
    about: 'for a wiki or a ticket: a log to read, every entry in words, all output',
    ending: 'md',
    selects: true,
    output: 'choice',
    isProof: false,
  },
}

export const isExportFormat = (format: string): format is ExportFormat =>
  EXPORT_FORMATS.some((known) => known === format)

/** Who chose only some kinds of entries wants those, not what commands printed. */
export const holdsOutput = (format: ExportFormat, selection: LogSelection, wanted: boolean | undefined): boolean => {
  const { output } = FORMAT_FACTS[format]
  return output === 'choice' ? (wanted ?? (selection.kinds ?? []).length === 0) : output === 'always'
}

/** Why an export cannot be made as asked, as a sentence; undefined when it can. */
export function formatProblem(
  format: ExportFormat,
  selection: LogSelection,
  output: boolean | undefined,
): string | undefined {
  const { title, selects, output: holds } = FORMAT_FACTS[format]
  if (!selects && !isEverything(selection))
    return `A ${title.toLowerCase()} is the whole record, or nobody could verify it: choose jsonl, csv, md, html or pdf for a part of it.`
  if (holds === 'always' && output === false)
    return `A ${title.toLowerCase()} holds the output its entries vouch for, or it would not verify: choose jsonl, or html without output.`
  if (holds === 'never' && output === true)
    return `${title} holds entries alone: choose md, html, pdf or bundle for what commands printed.`
  return undefined
}

/** `parcel-tracker-2.4.0.csv`; a part of the record is named so. */
export const exportFileName = (release: string, format: ExportFormat, selection: LogSelection): string =>
  `${release}${isEverything(selection) ? '' : '-part'}.${FORMAT_FACTS[format].ending}`
