/** A team's templates of documents: `KIND.md` in the folder release.yaml names, which lies in the release folder. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { partNames } from '../../../shared/documents/reports/catalog.ts'
import { REPORT_KINDS, type ReportKind } from '../../../shared/documents/reports/kinds.ts'
import { checkTemplate, type TemplateText } from '../../../shared/documents/reports/template.ts'
import { finding } from '../../../shared/runbook/findings.ts'
import type { Finding } from '../../../shared/runbook/model.ts'
import { suggestion } from '../../../shared/runbook/suggest.ts'
import { realInside } from './inside.ts'
import { readText } from './read-text.ts'

const isKind = (name: string): name is ReportKind => REPORT_KINDS.some((kind) => kind === name)

const MAX_TEMPLATE_BYTES = 100_000

const refuse = (file: string, code: string, sentence: string): { finding: Finding } => ({
  finding: finding('error', code, { file, line: 1, column: 1 }, sentence),
})

const OUTSIDE = 'It lies outside the release folder: copy it there, so that it is in git with the rest.'

function placeOf(folder: string, path: string): { real: string } | { finding: Finding } {
  try {
    const real = realInside(folder, path)
    return real === undefined ? refuse(path, 'outside', OUTSIDE) : { real }
  } catch {
    return refuse(path, 'unreadable', 'There is no such file or folder: correct documents.templates in release.yaml.')
  }
}

function readTemplate(folder: string, path: string): TemplateText | { finding: Finding } {
  const place = placeOf(folder, path)
  if ('finding' in place) return place
  const read = readText(place.real, path)
  if ('finding' in read) return read
  if (Buffer.byteLength(read.text) > MAX_TEMPLATE_BYTES)
    return refuse(
      path,
      'too-large',
      `A template has at most ${MAX_TEMPLATE_BYTES / 1000} kB: what is longer is a document of its own.`,
    )
  return { file: path, text: read.text }
}

/** The template of one document; undefined when the team has none of it. */
export function templateOf(
  folder: string,
  templates: string,
  kind: ReportKind,
): TemplateText | { finding: Finding } | undefined {
  const path = join(templates, `${kind}.md`)
  const isThere = statSync(join(folder, path), { throwIfNoEntry: false }) !== undefined
  if (!isThere) return undefined
  const read = readTemplate(folder, path)
  if ('finding' in read) return read
  const [first] = checkTemplate(partNames(kind), read)
  return first ? { finding: first } : read
}

function checkOne(folder: string, path: string, name: string): Finding[] {
  if (!isKind(name)) {
    const words = `There is no document "${name}".${suggestion(name, [...REPORT_KINDS], 'There is')}`
    return [finding('error', 'unknown-document', { file: path, line: 1, column: 1 }, words)]
  }
  const read = readTemplate(folder, path)
  return 'finding' in read ? [read.finding] : checkTemplate(partNames(name), read)
}

/** Every mistake of every template. None of them keeps a release from being run. */
export function checkTemplates(folder: string, templates: string): Finding[] {
  const place = placeOf(folder, templates)
  if ('finding' in place) return [place.finding]
  try {
    const names = readdirSync(place.real).filter((name) => name.endsWith('.md'))
    return names.toSorted().flatMap((name) => checkOne(folder, join(templates, name), name.slice(0, -3)))
  } catch {
    return [
      refuse(templates, 'not-a-folder', 'documents.templates names a folder with files such as release-notes.md.')
        .finding,
    ]
  }
}
