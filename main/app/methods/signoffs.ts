/** Importing the signed statements of a release folder. Each is checked by OpenSSH and judged by the record as it is at that moment. */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results, SignoffResult } from '../../../shared/contract/results.ts'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import { describeEvent } from '../../../shared/documents/describe-event.ts'
import { refuseClosed } from '../../../shared/domain/closure/decide-closure.ts'
import {
  acceptSignoff,
  type CheckedSignature,
  type SignoffFacts,
} from '../../../shared/domain/signoffs/accept-signoff.ts'
import { digestSubject } from '../../../shared/domain/signoffs/digest-subject.ts'
import {
  isOfRun,
  readStatement,
  SIGNATURE_NAMESPACE,
  type Statement,
} from '../../../shared/domain/signoffs/statement.ts'
import { findSubject } from '../../../shared/domain/signoffs/subjects.ts'
import { readSignoffs } from '../../adapters/files/signoff-files.ts'
import type { ReleaseEngine } from '../../engine/release-engine.ts'
import { LedgerUnwritable } from '../../ports/event-store.ts'
import type { SignoffFile, SignoffFiles } from '../../ports/signatures.ts'
import type { OwnerContext } from '../context.ts'
import { openRelease } from './releases.ts'
import { findRelease, previewRun } from './runs.ts'

type Importing = {
  context: OwnerContext
  release: ReleaseEngine
  recordedBy: string
  allowedSigners: Uint8Array | undefined
}
type Found = Omit<SignoffResult, 'file'>

const refuse = (sentence: string): Found => ({ outcome: 'refused', sentence })

/** What the folder would run for the statement's stage, environment and inputs. */
async function previewOf(
  { context, release }: Importing,
  { binds }: Statement,
): Promise<SignoffFacts['previewDigest']> {
  if (!isOfRun(binds)) return { problem: 'It is about no stage.' }
  const { stage: stageId, environment, inputs = {} } = binds
  const { definition } = release.state()
  if (!definition?.environments.some((each) => each.name === environment))
    return { problem: `It is about the environment ${environment}, which release.yaml does not have.` }
  if (!definition.runbook.stages.some((each) => each.id === stageId))
    return { problem: `It is about the stage ${stageId}, which the runbook does not have: ask for a new one.` }
  const preview = await previewRun(context, { release: release.state().release, stageId, environment, inputs })
  return preview.resolvedDigest
}

/** As the record has it at this moment; a poll that is over takes no more answers. */
function subjectOf(
  release: ReleaseEngine,
  { ports }: OwnerContext,
  { binds }: Statement,
): Pick<SignoffFacts, 'subject'> {
  if (isOfRun(binds)) return {}
  const { kind, subject: subjectId } = binds
  const poll = kind === 'poll' ? release.state().polls?.find(({ pollId }) => pollId === subjectId) : undefined
  if (poll?.closed) return { subject: { problem: `The poll it answers is closed (${poll.closed.outcome}).` } }
  return { subject: digestSubject(findSubject(release.state(), { kind, subjectId }), ports.sha256) }
}

/** Judged again by the state right before it is recorded: nothing comes between. */
function record(
  { release, context, recordedBy }: Importing,
  statement: Statement,
  signature: CheckedSignature,
  previewDigest: SignoffFacts['previewDigest'],
): Found {
  const facts = {
    nowMs: context.ports.clock.nowMs(),
    previewDigest,
    recordedBy,
    ...subjectOf(release, context, statement),
  }
  const closed = refuseClosed(release.state())
  if (closed) return refuse(closed.rejection.message)
  const said = acceptSignoff(release.state(), statement, signature, facts)
  if (said.outcome === 'refused') return said
  if (said.outcome === 'known') return { outcome: 'known', sentence: said.sentence, seq: said.seq }
  try {
    const name = said.by.kind === 'person' ? { ...said.by, name: context.ports.secrets.hide(said.by.name) } : said.by
    const [event] = release.record([said.event], name)
    return { outcome: 'imported', sentence: describeEvent(event!), seq: event!.seq }
  } catch (error) {
    if (error instanceof LedgerUnwritable) return refuse(error.message)
    throw error
  }
}

async function importOne(importing: Importing, found: SignoffFile): Promise<Found> {
  if ('problem' in found) return refuse(found.problem)
  const { statement: bytes, signature } = found
  if (!signature) return { outcome: 'unsigned', sentence: 'Not signed yet: there is no .sig file beside it.' }
  const { context, allowedSigners } = importing
  if (!allowedSigners)
    return refuse('The release folder has no allowed_signers: it says whose keys count (docs/approvals.md).')
  const checked = await context.verifySignature({
    statement: bytes,
    signature,
    allowedSigners,
    namespace: SIGNATURE_NAMESPACE,
  })
  if (!checked.ok) return refuse(checked.problem)
  const read = readStatement(Buffer.from(bytes).toString('utf8'))
  if ('problem' in read) return refuse(read.problem)
  const { sha256 } = context.ports
  const { principals, keyId } = checked
  const digests = { statementDigest: sha256(bytes), allowedSignersDigest: sha256(allowedSigners) }
  const previewDigest = await previewOf(importing, read.statement)
  return record(importing, read.statement, { principals, keyId, ...digests }, previewDigest)
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function readFiles(folder: string): SignoffFiles {
  try {
    return readSignoffs(folder)
  } catch (error) {
    throw wireFailure('unreadable-folder', `The sign-offs of ${folder} cannot be read: ${messageOf(error)}`)
  }
}

/** One after the other, so that of two with the same nonce one is the first. Two imports at once come to the same: each is judged when it is recorded. */
export async function importSignoffs(
  context: OwnerContext,
  { release: id, as }: ParsedParams<'signoffs.import'>,
): Promise<Results['signoffs.import']> {
  const release = await findRelease(context, id)
  await openRelease(context, { folder: release.state().folder })
  const { folder, definition } = release.state()
  if (definition) await context.ports.variables.prepare({ definition, folder })
  const { files, allowedSigners } = readFiles(folder)
  const { hide } = context.ports.secrets
  const importing = { context, release, recordedBy: as.name, allowedSigners }
  const results: SignoffResult[] = []
  for (const found of files) {
    const said = await importOne(importing, found).catch((error: unknown) => refuse(messageOf(error)))
    results.push({ ...said, sentence: hide(said.sentence), file: found.file })
  }
  return { results }
}
