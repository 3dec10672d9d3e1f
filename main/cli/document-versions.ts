/** `cockpit document KIND --edit FILE | --history | --diff | --restore N | --publish`: what people make of a document. */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { DocumentSaid } from '../../shared/contract/results.ts'
import { diffText } from '../../shared/documents/line-diff.ts'
import { reportTitle } from '../../shared/documents/reports/catalog.ts'
import type { ReportKind } from '../../shared/documents/reports/kinds.ts'
import { versionWords, withoutStamp } from '../../shared/documents/reports/stamp.ts'
import { MAX_DOCUMENT_BYTES } from '../../shared/domain/documents/decide-document.ts'
import { selectLatestVersion, selectVersions } from '../../shared/domain/documents/select-documents.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { readState, whoAmI } from './session.ts'

export type VersionOptions = {
  version?: number
  edit?: string
  history?: boolean
  diff?: boolean
  restore?: number
  publish?: boolean
  as?: string
  role?: string
}

type Asked = { client: CockpitClient; release: ReleaseId; document: ReportKind; options: VersionOptions; io: CliIo }

function readEdit(path: string, io: CliIo): string {
  const refuse = (sentence: string) => new CliFailure(EXIT.unusable, `${path}: ${sentence}`)
  let handle: number | undefined
  try {
    handle = openSync(resolve(io.cwd, path), 'r')
    const stat = fstatSync(handle)
    if (!stat.isFile()) throw refuse('This is not a file.')
    if (stat.size > MAX_DOCUMENT_BYTES * 2)
      throw refuse(
        `It has ${Math.ceil(stat.size / 1000)} kB; at most ${MAX_DOCUMENT_BYTES / 1000} kB are kept as a version.`,
      )
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(handle))
  } catch (error) {
    if (error instanceof CliFailure) throw error
    if (error instanceof TypeError) throw refuse('It is not UTF-8 text.')
    throw refuse(`It cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`)
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}

const said = (what: DocumentSaid, io: CliIo, words: (version: number) => string): number => {
  if (!what.ok) throw new CliFailure(EXIT.refused, what.rejection.message)
  io.stdout(`${words(what.version)}\n`)
  return EXIT.ok
}

const who = ({ client, options }: Asked) => whoAmI(client, options.as, options.role)

async function latestOf({ client, release, document }: Asked): Promise<number> {
  return selectLatestVersion(await readState(client, release), document)?.version ?? 0
}

/** A file that was written by `cockpit document -o` says itself which version it began with. */
async function edit(asked: Asked, file: string): Promise<number> {
  const { client, release, document, options, io } = asked
  const { text, version } = withoutStamp(readEdit(file, io))
  const baseVersion = options.version ?? version ?? (await latestOf(asked))
  const saved = await client.call('document.save', { release, document, text, baseVersion, as: await who(asked) })
  return said(saved, io, (made) => `Version ${made} of the ${reportTitle(document).toLowerCase()} is on record.`)
}

async function restore(asked: Asked, restores: number): Promise<number> {
  const { client, release, document, io } = asked
  const baseVersion = await latestOf(asked)
  const saved = await client.call('document.save', { release, document, baseVersion, restores, as: await who(asked) })
  const what = restores === 0 ? 'what the record says' : `version ${restores}`
  return said(saved, io, (made) => `Version ${made} of the ${reportTitle(document).toLowerCase()} brings back ${what}.`)
}

async function publish(asked: Asked): Promise<number> {
  const { client, release, document, options, io } = asked
  const of = options.version === undefined ? {} : { version: options.version }
  const read = await client.call('document.read', { release, document, ...of })
  if (!read.ok) throw new CliFailure(EXIT.unusable, read.message)
  const { version, digest } = read
  const published = await client.call('document.publish', { release, document, version, digest, as: await who(asked) })
  return said(published, io, (made) => `Version ${made} of the ${reportTitle(document).toLowerCase()} is published.`)
}

async function history({ client, release, document, io }: Asked): Promise<number> {
  const state = await readState(client, release)
  const versions = selectVersions(state, document)
  const none = 'Nobody has edited it: it is written from the record each time.'
  io.stdout(`${versions.map(({ version }) => versionWords(state, document, version)).join('\n') || none}\n`)
  return EXIT.ok
}

/** What changed in the record since the version was made; without a version since the newest. */
async function diff(asked: Asked): Promise<number> {
  const { client, release, document, options, io } = asked
  const from = options.version ?? (await latestOf(asked))
  const compared = await client.call('document.compare', { release, document, from, to: 0 })
  if (!compared.ok) throw new CliFailure(EXIT.unusable, compared.message)
  io.stdout(diffText(compared.lines) || 'The record says what it said when this version was made.\n')
  return EXIT.ok
}

/** Undefined when nothing of this is asked for: then the document is shown. */
export async function actOnVersions(
  client: CockpitClient,
  release: ReleaseId,
  document: ReportKind,
  options: VersionOptions,
  io: CliIo,
): Promise<number | undefined> {
  const chosen = (['edit', 'history', 'diff', 'restore', 'publish'] as const).filter(
    (name) => options[name] !== undefined,
  )
  if (chosen.length > 1)
    throw new CliFailure(EXIT.unusable, 'Say one of --edit, --history, --diff, --restore and --publish.')
  const asked: Asked = { client, release, document, options, io }
  if (options.edit !== undefined) return edit(asked, options.edit)
  if (options.restore !== undefined) return restore(asked, options.restore)
  if (options.history) return history(asked)
  if (options.diff) return diff(asked)
  return options.publish ? publish(asked) : undefined
}
