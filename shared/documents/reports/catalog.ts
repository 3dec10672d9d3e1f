/** What the record makes of its documents: how each stands, and its text. */
import { selectLatestVersion, selectPublished } from '../../domain/documents/select-documents.ts'
import type { ReleaseState } from '../../domain/state.ts'
import { writeParts } from './document-parts.ts'
import { layGround, type ReportSources } from './ground.ts'
import { REPORT_KINDS, type ReportKind } from './kinds.ts'
import { REPORTS, type Report } from './reports.ts'
import { type ReportState, waits } from './stands.ts'
import { fillTemplate } from './template.ts'

/** `version`: what people made of it, in words; absent while nobody did. */
export type ReportLine = { kind: ReportKind; title: string; about: string; state: ReportState; version?: string }

function versionLine(state: ReleaseState, kind: ReportKind): { version?: string } {
  const latest = selectLatestVersion(state, kind)
  if (!latest) return {}
  const published = selectPublished(state, kind)
  if (!published) return { version: `Version ${latest.version}` }
  const which = published.version === latest.version ? '' : `, ${published.version}`
  return { version: `Version ${latest.version}${which} published` }
}

/** Every document this version writes, in the order of the process. */
export function listReports(state: ReleaseState, nowMs: number): ReportLine[] {
  const ground = layGround({ state, events: [], nowMs })
  return REPORT_KINDS.map((kind) => {
    const { title, about, stands } = REPORTS[kind]
    const stand = ground ? stands(ground) : waits('for the release folder to be read')
    return { kind, title, about, state: stand, ...versionLine(state, kind) }
  })
}

/** The document as Markdown, or a sentence about what it waits for. */
export function writeReport(kind: ReportKind, sources: ReportSources): { markdown: string } | { refusal: string } {
  const { title, stands, parts } = REPORTS[kind]
  const ground = layGround(sources)
  const state = ground ? stands(ground) : waits('for the release folder to be read: open it again')
  if (!ground || state.kind === 'waits') return { refusal: `The ${title.toLowerCase()} waits ${state.words}.` }
  return { markdown: ground.template ? fillTemplate(parts, ground.template, ground) : writeParts(parts, ground) }
}

/** Documents with a timeline, and those made from git; the others are written from the state alone. */
export const readsOf = (kind: ReportKind): NonNullable<Report['reads']> => REPORTS[kind].reads ?? []

/** What a template can name, in the order of our own document. */
export const partNames = (kind: ReportKind): string[] => REPORTS[kind].parts.map(([name]) => name)

export const reportTitle = (kind: ReportKind): string => REPORTS[kind].title
