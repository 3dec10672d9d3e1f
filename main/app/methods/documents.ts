/** The documents of a release, written from the record: as Markdown for a window or a terminal, or as a file. */
import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { staleAfterMs } from '../../../shared/analysis/measurement/limits.ts'
import type { ParsedParams, Results } from '../../../shared/contract/methods.ts'
import { reportTitle, writeReport } from '../../../shared/documents/reports/catalog.ts'
import { type ScorecardAt, selectEnvironment } from '../../../shared/documents/reports/ground.ts'
import { reportHtml } from '../../../shared/documents/reports/report-html.ts'
import { projectScorecard } from '../../../shared/domain/project-scorecard.ts'
import type { ReleaseState } from '../../../shared/domain/state.ts'
import { upcast } from '../../../shared/events/upcast.ts'
import type { OwnerContext } from '../context.ts'
import { findRelease } from './runs.ts'

/** Far enough back to say since when a verdict is so. */
const READ_MS = 15 * 60_000

/** The scorecard at the end of the last run, or now while it is open. Undefined before anything ran. */
function scorecardOf({ ports }: OwnerContext, state: ReleaseState, nowMs: number): ScorecardAt | undefined {
  const environment = selectEnvironment(state)
  const run = state.runOrder.map((id) => state.runs[id]!).findLast((each) => each.environment === environment)
  if (environment === undefined || !run) return undefined
  const atMs = run.finished?.atMs ?? nowMs
  const { release } = state
  const series = (metric: string) => {
    const found = run.definition.metrics.find(({ name }) => name === metric)
    return ports.samples.read(
      { release, environment, metric },
      atMs - Math.max(READ_MS, found ? staleAfterMs(found) : 0),
      atMs,
    )
  }
  const metrics = Object.fromEntries(Object.entries(state.metrics).filter(([, { sinceMs }]) => sinceMs <= atMs))
  const view = { state: { ...state, metrics }, definition: run.definition, environment, series, nowMs: atMs }
  return { environment, atMs, rows: projectScorecard(view) }
}

export async function readDocument(
  context: OwnerContext,
  { release, document }: ParsedParams<'document.read'>,
): Promise<Results['document.read']> {
  const { ports } = context
  const state = (await findRelease(context, release)).state()
  const nowMs = ports.clock.nowMs()
  const events = ports.store.read(release, 1, state.size + 1).flatMap((entry) => upcast(entry) ?? [])
  const scorecard = scorecardOf(context, state, nowMs)
  const written = writeReport(document, { state, events, nowMs, ...(scorecard ? { scorecard } : {}) })
  return 'refusal' in written
    ? { ok: false, message: written.refusal }
    : { ok: true, title: reportTitle(document), markdown: written.markdown }
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
  { release, document, format, file }: ParsedParams<'document.write'>,
): Promise<Results['document.write']> {
  const read = await readDocument(context, { release, document })
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
