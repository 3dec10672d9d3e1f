/** Commands, previews and the entries they make. */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { PreviewStep, Results, RunPreview } from '../../../shared/contract/results.ts'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import { refuseFullDisk } from '../../../shared/domain/disk-room.ts'
import { selectStage } from '../../../shared/domain/steps.ts'
import { upcast } from '../../../shared/events/upcast.ts'
import type { ReleaseId } from '../../../shared/ids.ts'
import { stepDigest } from '../../../shared/runbook/digests.ts'
import type { Stage } from '../../../shared/runbook/model.ts'
import { roomOf } from '../../engine/facts.ts'
import type { ReleaseEngine } from '../../engine/release-engine.ts'
import { resolveStages } from '../../engine/resolve-stages.ts'
import { pause } from '../../engine/until.ts'
import { LedgerUnwritable } from '../../ports/event-store.ts'
import type { OwnerContext } from '../context.ts'
import { bundleNamed } from '../replay/open-bundles.ts'
import { armed, refuseForeignInputs } from './before-command.ts'
import { identify } from './identify.ts'
import { readForAmendment } from './read-for-amendment.ts'
import { openRelease } from './releases.ts'
import { refuseReviewGo } from './review.ts'

export async function findRelease({ engine }: OwnerContext, release: ReleaseId): Promise<ReleaseEngine> {
  const found = await engine.find(release)
  if (!found) throw wireFailure('unknown-release', `This ledger has no release "${release}": open its folder first.`)
  return found
}

/** A start binds to the folder as it is now, not as it was when it was opened. */
export async function reread(context: OwnerContext, release: ReleaseEngine): Promise<void> {
  await openRelease(context, { folder: release.state().folder })
}

export async function previewRun(context: OwnerContext, params: ParsedParams<'run.preview'>): Promise<RunPreview> {
  const release = await findRelease(context, params.release)
  await reread(context, release)
  const { definition, folder } = release.state()
  const stage = definition && selectStage(definition, params.stageId)
  if (!stage) throw wireFailure('unknown-stage', `The runbook has no stage "${params.stageId}".`)
  const { ports } = context
  const { environment, inputs } = params
  await ports.variables.prepare({ definition, folder, environment })
  const { variables, secrets } = ports.variables.resolve({ definition, folder, environment, inputs })
  const { resolvedDigest, problems } = resolveStages(definition, folder, [stage], environment, inputs, ports)
  const isProtected = definition.environments.find((each) => each.name === environment)?.protected ?? false
  const shown = { release: params.release, stageId: params.stageId, environment, digest: resolvedDigest }
  const hidden = Object.fromEntries(
    Object.entries(secrets).map(([name, value]) => [name, `secret, ${value.length} characters`]),
  )
  const missingInputs = [...new Set(stage.steps.flatMap((step) => step.inputs))].filter((name) => !(name in variables))
  return {
    resolvedDigest,
    ...(isProtected ? { arm: context.arms.issue(shown) } : {}),
    steps: previewSteps(stage, ports.sha256),
    variables: { ...mapValues(variables, ports.secrets.hide), ...hidden },
    missingInputs,
    problems,
  }
}

export const mapValues = (record: Record<string, string>, change: (value: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))

const previewSteps = (stage: Stage, sha256: OwnerContext['ports']['sha256']): PreviewStep[] =>
  stage.steps.map((step) => ({
    stepId: step.id,
    title: step.title,
    kind: step.kind,
    text: step.http ? `${step.http.method} ${step.http.url}` : step.text,
    digest: stepDigest(step, sha256),
    problems: [],
  }))

/** The way back does not wait longer for a vault than this. */
const ROLLBACK_PATIENCE_MS = 3_000

/** What a person says is held against the secrets; what is started needs them, and a slow vault must hold up nothing else. */
async function readSecretsAhead(
  { ports }: OwnerContext,
  release: ReleaseEngine,
  { command, environmentVariables: base }: ParsedParams<'command.send'>,
): Promise<void> {
  const { definition, folder } = release.state()
  if (!definition) return
  const environment = 'environment' in command ? command.environment : undefined
  const about = { definition, folder, ...(base ? { base } : {}) }
  if (command.type === 'rollback.start') {
    const patience = pause(ports.clock, ROLLBACK_PATIENCE_MS)
    await Promise.race([ports.variables.prepare({ ...about, environment: command.environment }), patience])
  } else if (command.type === 'rehearsal.start' && command.commands === 'stub') await ports.variables.prepare(about)
  else if (['run.start', 'rehearsal.start', 'live.observe'].includes(command.type))
    await ports.variables.prepare({ ...about, ...(environment ? { environment } : {}) })
  else await ports.variables.prepare(about)
}

/** Words of roles are signed; what runs or rolls back never waits for a PIN. */
const SIGNED: readonly string[] = ['approval.give', 'approval.revoke', 'poll.open', 'poll.close']

const whoSends = ({ pins, ports }: OwnerContext, { command, as }: ParsedParams<'command.send'>) =>
  identify({ pins, ports }, as, SIGNED.includes(command.type))

export async function sendCommand(
  context: OwnerContext,
  params: ParsedParams<'command.send'>,
): Promise<Results['command.send']> {
  const release = await findRelease(context, params.release)
  const { command: sent, environmentVariables, arm } = params
  // On a full disk the start is refused, before the folder is read and recorded anew.
  const isStart = sent.type === 'run.start' || sent.type === 'rehearsal.start'
  const isRefused = isStart && refuseFullDisk(roomOf(context.ports).room) !== undefined
  if (isStart && !isRefused) await reread(context, release)
  if (sent.type !== 'amend.request') refuseForeignInputs(release.state(), params)
  await readSecretsAhead(context, release, params)
  const { hide } = context.ports.secrets
  const who = await whoSends(context, params)
  if ('rejection' in who) return { ok: false, rejection: who.rejection }
  const unread = await refuseReviewGo(release.state().folder, sent)
  if (unread) return { ok: false, rejection: unread.rejection }
  const { actor } = who
  const command = armed(context, release.state(), sent, arm)
  if ('rejection' in command) return { ok: false, rejection: command.rejection }
  try {
    const isAmending = command.type === 'amend.request' || command.type === 'amend.approve'
    const read = isAmending ? readForAmendment(context, release) : undefined
    const folder = read && 'definition' in read ? read.definition : undefined
    if (isAmending) refuseForeignInputs(release.state(), params, folder)
    const result = read && 'rejection' in read ? read : release.command(command, actor, environmentVariables, folder)
    if ('rejection' in result) {
      const { code, message } = result.rejection
      return { ok: false, rejection: { code, message: hide(message) } }
    }
    if (arm !== undefined && command.type === 'run.start') context.arms.spend(arm)
    if (command.type === 'live.observe') await release.observeNow(command.environment)
    const started = result.events.find((event) => event.type === 'run.started' || event.type === 'rehearsal.started')
    return {
      ok: true,
      seqs: result.events.map((event) => event.seq),
      ...(started ? { runId: started.payload.runId } : {}),
    }
  } catch (error) {
    if (!(error instanceof LedgerUnwritable)) throw error
    return { ok: false, rejection: { code: 'ledger-unwritable', message: error.message } }
  }
}

export async function readEvents(
  context: OwnerContext,
  { release, bundle, fromSeq, limit }: ParsedParams<'events.read'>,
): Promise<Results['events.read']> {
  const { ports } = context
  if (bundle !== undefined) {
    const { entries } = bundleNamed(bundle, ports.clock.nowMs())
    return { events: entries.read(fromSeq, limit).flatMap((entry) => upcast(entry) ?? []), size: entries.size }
  }
  const size = ports.store.head(release)?.size ?? 0
  const entries = ports.store.read(release, fromSeq, Math.min(fromSeq + limit, size + 1))
  return { events: entries.flatMap((entry) => upcast(entry) ?? []), size }
}
