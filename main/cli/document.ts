/** `cockpit document`: the documents of a release, written from the record. */
import { existsSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import type { Params } from '../../shared/contract/methods.ts'
import { listReports, partNames, type ReportLine } from '../../shared/documents/reports/catalog.ts'
import { REPORT_KINDS, type ReportKind } from '../../shared/documents/reports/kinds.ts'
import { TEMPLATE_VALUES } from '../../shared/documents/reports/template.ts'
import { formatBytes } from '../../shared/documents/words.ts'
import { actOnVersions, type VersionOptions } from './document-versions.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findOrOpen, type LedgerOptions, readState, withCockpit } from './session.ts'

export type DocumentOptions = LedgerOptions & VersionOptions & { output?: string; json?: boolean; parts?: boolean }

const isKind = (word: string | undefined): word is ReportKind => REPORT_KINDS.some((kind) => kind === word)

const STATES = { ready: 'Ready', draft: 'Draft', waits: 'Waits' }

const lineOf = ({ kind, about, state, version }: ReportLine): string =>
  `${STATES[state.kind].padEnd(6)} ${kind.padEnd(23)} ${about} (${version ?? state.words})`

/** One word alone is a document of the release used last, unless a folder is called so. */
function wordsOf(
  first: string | undefined,
  second: string | undefined,
  io: CliIo,
): [string | undefined, string | undefined] {
  if (second !== undefined || !isKind(first)) return [first, second]
  return existsSync(resolve(io.cwd, first, 'release.yaml')) ? [first, undefined] : [undefined, first]
}

const FORMATS: Record<string, Params<'document.write'>['format']> = { '.md': 'md', '.html': 'html', '.pdf': 'pdf' }

function formatOf(file: string) {
  const format = FORMATS[extname(file).toLowerCase()]
  if (!format)
    throw new CliFailure(EXIT.unusable, `${file}: name it .md, .html or .pdf, so that it is known what to write.`)
  return format
}

export async function documentCommand(
  first: string | undefined,
  second: string | undefined,
  options: DocumentOptions,
  io: CliIo,
): Promise<number> {
  const [wanted, kind] = wordsOf(first, second, io)
  if (kind !== undefined && !isKind(kind))
    throw new CliFailure(EXIT.unusable, `There is no document "${kind}". There are: ${REPORT_KINDS.join(', ')}.`)
  if (kind === undefined && options.output !== undefined)
    throw new CliFailure(EXIT.unusable, `Name the document to write: ${REPORT_KINDS.join(', ')}.`)
  if (options.parts && kind !== undefined) {
    io.stdout(`${[...partNames(kind), ...TEMPLATE_VALUES].map((name) => `{{${name}}}`).join('\n')}\n`)
    return EXIT.ok
  }
  const format = options.output === undefined ? undefined : formatOf(options.output)
  return withCockpit(io, options, async (client) => {
    const release = await findOrOpen(client, wanted, io)
    if (kind === undefined) {
      const lines = listReports(await readState(client, release), Date.now())
      io.stdout(options.json ? `${JSON.stringify(lines)}\n` : `${lines.map(lineOf).join('\n')}\n`)
      return EXIT.ok
    }
    const acted = await actOnVersions(client, release, kind, options, io)
    if (acted !== undefined) return acted
    const of = { release, document: kind, ...(options.version === undefined ? {} : { version: options.version }) }
    if (options.output === undefined || format === undefined) {
      const read = await client.call('document.read', of)
      if (!read.ok) throw new CliFailure(EXIT.unusable, read.message)
      io.stdout(options.json ? `${JSON.stringify(read)}\n` : read.markdown)
      return EXIT.ok
    }
    const file = resolve(io.cwd, options.output)
    const written = await client.call('document.write', { ...of, format, file })
    if (!written.ok) throw new CliFailure(EXIT.unusable, written.message)
    io.stdout(`${written.file}, ${formatBytes(written.bytes)}\n`)
    return EXIT.ok
  })
}
