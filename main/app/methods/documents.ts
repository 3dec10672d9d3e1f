/** The documents of a release: as Markdown for a window or a terminal, or as a file; and what people make of them. */
import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { DocumentSaid, Results } from '../../../shared/contract/results.ts'
import { diffLines, mergeTexts } from '../../../shared/documents/line-diff.ts'
import { reportTitle } from '../../../shared/documents/reports/catalog.ts'
import type { ReportKind } from '../../../shared/documents/reports/kinds.ts'
import { reportHtml } from '../../../shared/documents/reports/report-html.ts'
import { stampDocument, withoutStamp } from '../../../shared/documents/reports/stamp.ts'
import { refuseClosed } from '../../../shared/domain/closure/decide-closure.ts'
import { type DocumentFacts, decideEdit, decidePublish } from '../../../shared/domain/documents/decide-document.ts'
import type { ReleaseState } from '../../../shared/domain/state.ts'
import { LedgerUnwritable } from '../../ports/event-store.ts'
import type { OwnerContext } from '../context.ts'
import { documentText, factsText, generatedText, versionText } from './document-text.ts'
import { findRelease } from './runs.ts'

export async function readDocument(
  context: OwnerContext,
  { release, document, version }: ParsedParams<'document.read'>,
): Promise<Results['document.read']> {
  const engine = await findRelease(context, release)
  const shown = await documentText(context, engine.state(), document, version)
  if ('refusal' in shown) return { ok: false, message: shown.refusal }
  // What git said may have been put on record meanwhile.
  const state = engine.state()
  const { text, ...rest } = shown
  const markdown = stampDocument(state, document, shown.version, text, context.ports.clock.nowMs())
  return { ok: true, title: reportTitle(document), markdown, text, ...rest, digest: context.ports.sha256(text) }
}

export async function compareDocument(
  context: OwnerContext,
  { release, document, from, to }: ParsedParams<'document.compare'>,
): Promise<Results['document.compare']> {
  const state = (await findRelease(context, release)).state()
  const text = async (version: number) =>
    version === 0 ? generatedText(context, state, document) : versionText(context, state, document, version)
  const [before, after] = [await text(from), await text(to)]
  if ('refusal' in before) return { ok: false, message: before.refusal }
  if ('refusal' in after) return { ok: false, message: after.refusal }
  if (to !== 0 || !('found' in before)) return { ok: true, lines: diffLines(before.text, after.text) }
  const base = factsText(context, state, document, before.found)
  if ('refusal' in base) return { ok: true, lines: diffLines(before.text, after.text) }
  return {
    ok: true,
    lines: diffLines(base.text, after.text),
    merged: mergeTexts(base.text, before.text, after.text),
  }
}

/** What the record says, and the digest and size of texts, for what a person decides about a document. */
async function factsOf(context: OwnerContext, state: ReleaseState, document: ReportKind) {
  const generated = await generatedText(context, state, document)
  if ('refusal' in generated) return generated
  const { sha256 } = context.ports
  const byteLength = (text: string) => Buffer.byteLength(text)
  return { document, title: reportTitle(document), facts: generated.text, sha256, byteLength } satisfies DocumentFacts
}

const refused = (message: string): DocumentSaid => ({ ok: false, rejection: { code: 'wrong-state', message } })

type Asked = Pick<ParsedParams<'document.publish'>, 'release' | 'document' | 'as'>

/** Judged by the state right before it is recorded: nothing comes between. */
async function record(
  context: OwnerContext,
  { release: id, document, as }: Asked,
  decide: (state: ReleaseState, facts: DocumentFacts) => ReturnType<typeof decideEdit>,
): Promise<DocumentSaid> {
  const release = await findRelease(context, id)
  const facts = await factsOf(context, release.state(), document)
  if ('refusal' in facts) return refused(facts.refusal)
  const decided = refuseClosed(release.state()) ?? decide(release.state(), facts)
  if ('rejection' in decided) return { ok: false, rejection: decided.rejection }
  const { hide } = context.ports.secrets
  try {
    const actor = {
      kind: 'person',
      name: hide(as.name),
      assurance: 'claimed',
      ...(as.role ? { role: as.role } : {}),
    } as const
    const seqs = release.record(decided.events, actor).map(({ seq }) => seq)
    return { ok: true, version: decided.version, digest: decided.digest, seqs }
  } catch (error) {
    if (!(error instanceof LedgerUnwritable)) throw error
    return { ok: false, rejection: { code: 'ledger-unwritable', message: error.message } }
  }
}

export async function saveDocument(
  context: OwnerContext,
  params: ParsedParams<'document.save'>,
): Promise<DocumentSaid> {
  const { text, restores, baseVersion, document, release: id } = params
  const state = (await findRelease(context, id)).state()
  const brought =
    text === undefined && restores !== undefined ? await documentText(context, state, document, restores) : undefined
  if (brought && 'refusal' in brought) return refused(brought.refusal)
  const given = text ?? brought?.text
  if (given === undefined) return refused('Give the text of the document, or the version to bring back.')
  const hidden = context.ports.secrets.hide(withoutStamp(given).text)
  const edit = { text: hidden, baseVersion, ...(restores === undefined ? {} : { restores }) }
  return record(context, params, (now, facts) => decideEdit(now, facts, edit))
}

export async function publishDocument(
  context: OwnerContext,
  params: ParsedParams<'document.publish'>,
): Promise<DocumentSaid> {
  const { version, digest, as } = params
  return record(context, params, (now, facts) =>
    decidePublish(now, facts, { version, digest, ...(as.role ? { role: as.role } : {}) }),
  )
}

/** Whole or not at all. */
function replaceFile(file: string, bytes: string | Uint8Array): void {
  const draft = `${file}.${randomUUID()}.part`
  try {
    writeFileSync(draft, bytes, { flag: 'wx', flush: true })
    renameSync(draft, file)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

export async function writeDocument(
  context: OwnerContext,
  { release, document, version, format, file }: ParsedParams<'document.write'>,
): Promise<Results['document.write']> {
  const read = await readDocument(context, { release, document, ...(version === undefined ? {} : { version }) })
  if (!read.ok) return read
  const target = file ?? join(dirname(context.ledgerFile), `${release}-${document}.${format}`)
  try {
    const html = () => reportHtml(`${read.title}: ${release}`, read.markdown)
    const bytes = format === 'md' ? read.markdown : format === 'html' ? html() : await context.ports.pdf.print(html())
    replaceFile(target, bytes)
    return { ok: true, file: target, bytes: Buffer.byteLength(bytes) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { ok: false, message: `${target} was not written: ${why}` }
  }
}
