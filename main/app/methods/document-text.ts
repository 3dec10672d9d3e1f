/** The text of a document: what the record says now, or a version people made of it. */
import { staleAfterMs } from '../../../shared/analysis/measurement/limits.ts'
import { readsOf, reportTitle, writeReport } from '../../../shared/documents/reports/catalog.ts'
import { type ReportSources, type ScorecardAt, selectEnvironment } from '../../../shared/documents/reports/ground.ts'
import type { ReportKind } from '../../../shared/documents/reports/kinds.ts'
import type { DocumentVersion } from '../../../shared/domain/documents/document-state.ts'
import {
  selectLatestVersion,
  selectVersion,
  selectVersions,
} from '../../../shared/domain/documents/select-documents.ts'
import { projectScorecard } from '../../../shared/domain/project-scorecard.ts'
import type { ReleaseState } from '../../../shared/domain/state.ts'
import type { PayloadOf } from '../../../shared/events/index.ts'
import { upcast } from '../../../shared/events/upcast.ts'
import { templateOf } from '../../adapters/files/document-templates.ts'
import type { OwnerContext } from '../context.ts'
import { historySource, previousOf } from './history-source.ts'
import { createToldEvents } from './told-events.ts'

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

const toldEvents = new WeakMap<OwnerContext, ReturnType<typeof createToldEvents>>()

function toldOf(context: OwnerContext): ReturnType<typeof createToldEvents> {
  const known = toldEvents.get(context) ?? createToldEvents()
  toldEvents.set(context, known)
  return known
}

/** What documents are made from; of events and history only what is asked for. */
export async function reportSources(
  context: OwnerContext,
  state: ReleaseState,
  reads: readonly ('events' | 'history')[],
): Promise<ReportSources> {
  const { ports } = context
  const nowMs = ports.clock.nowMs()
  const events = reads.includes('events') ? await toldOf(context)(ports.store, state.release, state.size) : []
  const history = reads.includes('history') ? await historySource(context, state) : undefined
  const previousDefinition = reads.includes('history') ? await previousOf(context, state) : undefined
  const scorecard = scorecardOf(context, state, nowMs)
  return {
    ...{ state, events, nowMs },
    ...(scorecard ? { scorecard } : {}),
    ...(history ? { history } : {}),
    ...(previousDefinition ? { previousDefinition } : {}),
  }
}

/** What the record alone says now, without what must not leave this machine. */
export async function generatedText(context: OwnerContext, state: ReleaseState, kind: ReportKind) {
  const sources = await reportSources(context, state, readsOf(kind))
  const templates = state.definition?.documents?.templates
  const template = templates === undefined ? undefined : templateOf(state.folder, templates, kind)
  if (template && 'finding' in template) {
    const { file, line, column, message } = template.finding
    return { refusal: `The template cannot be used: ${file}:${line}:${column}: ${message}` }
  }
  const written = writeReport(kind, { ...sources, ...(template ? { template } : {}) })
  return 'refusal' in written ? written : { text: context.ports.secrets.hide(written.markdown) }
}

type Edited = PayloadOf<'document.edited'>

/** The payload of a version, or undefined when it was erased. */
function payloadOf({ ports }: OwnerContext, { release }: ReleaseState, { seq }: DocumentVersion): Edited | undefined {
  const [entry] = ports.store.read(release, seq, seq + 1)
  const event = entry && upcast(entry)
  return event?.type === 'document.edited' ? event.payload : undefined
}

const erased = (kind: ReportKind, version: number) => ({
  refusal: `The text of version ${version} of the ${reportTitle(kind).toLowerCase()} was erased from the record.`,
})

/** A version as it was saved. */
export function versionText(context: OwnerContext, state: ReleaseState, kind: ReportKind, version: number) {
  const found = selectVersion(state, kind, version)
  if (!found) {
    const latest = selectLatestVersion(state, kind)?.version
    const there = latest === undefined ? 'nobody has edited it yet' : `the newest is ${latest}`
    return { refusal: `There is no version ${version} of the ${reportTitle(kind).toLowerCase()}: ${there}.` }
  }
  const payload = payloadOf(context, state, found)
  if (!payload || context.ports.sha256(payload.text) !== found.digest) return erased(kind, version)
  return { text: payload.text, found }
}

/** What the record alone said when a version was made. It stands once for all versions that were made of the same. */
export function factsText(context: OwnerContext, state: ReleaseState, kind: ReportKind, of: DocumentVersion) {
  const same = selectVersions(state, kind).filter(({ factsDigest }) => factsDigest === of.factsDigest)
  for (const each of [of, ...same]) {
    const payload = payloadOf(context, state, each)
    const facts = each.digest === of.factsDigest ? payload?.text : payload?.facts
    if (facts !== undefined && context.ports.sha256(facts) === of.factsDigest) return { text: facts }
  }
  return erased(kind, of.version)
}

export type ShownText = { text: string; version: number; isBehind: boolean }

/** The newest version without a number; 0 is what the record says now. */
export async function documentText(
  context: OwnerContext,
  state: ReleaseState,
  kind: ReportKind,
  wanted: number | undefined,
): Promise<ShownText | { refusal: string }> {
  const version = wanted ?? selectLatestVersion(state, kind)?.version ?? 0
  const generated = await generatedText(context, state, kind)
  if (version === 0) return 'refusal' in generated ? generated : { ...generated, version, isBehind: false }
  const kept = versionText(context, state, kind, version)
  if ('refusal' in kept) return kept
  const isBehind = 'text' in generated && context.ports.sha256(generated.text) !== kept.found.factsDigest
  return { text: kept.text, version, isBehind }
}
