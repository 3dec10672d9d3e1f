/** What an entry of the ledger says, in one line: for `cockpit log`, the ledger view and documents. */

import { isRehearsalId } from '../domain/rehearsal/rehearsal-state.ts'
import type { Actor, PayloadOf, RecordedEvent } from '../events/index.ts'
import { assuranceWords, bindsWords } from './approval-words.ts'
import { clockWords } from './clock-words.ts'
import { coverageWords } from './coverage-words.ts'
import { describeEvidence } from './evidence-words.ts'
import { checkWords } from './inspection-facts.ts'
import { instanceWords } from './instance-words.ts'
import { ISSUE_OUTCOMES } from './issue-words.ts'
import { speedWords } from './rehearsal-words.ts'
import { assignedWords, minutedWords, offerEndedWords, tookWords } from './room-words.ts'
import { lateWords } from './trouble-words.ts'
import { formatAgreed, formatBytes, formatClock, formatCount, formatDigest, formatRole } from './words.ts'

const because = (reason: string | undefined) => (reason ? `: ${reason}` : '')

const answerWords = ({ role, decision, by, assurance }: PayloadOf<'poll.closed'>['answers'][number]) =>
  `${formatRole(role)} ${decision === 'none' ? 'no answer' : decision.toUpperCase()}${by ? ` (${by}, ${assurance})` : ''}`

type Describers = {
  [T in RecordedEvent['type']]: (payload: Extract<RecordedEvent, { type: T }>['payload'], by: Actor) => string
}

const OUTCOMES = {
  succeeded: 'done',
  failed: 'failed',
  'timed-out': 'timed out',
  stopped: 'stopped',
  'never-started': 'never started',
}

const amendText = ({ changes, others }: { changes: { kind: string; stepId: string }[]; others: string[] }) =>
  [...changes.map((each) => `${each.kind} ${each.stepId}`), ...others.map((each) => each.replace(/\.$/, ''))].join(', ')

const EXPIRED = { 'roll-back': 'the rollback starts', escalate: 'it escalates', ask: 'a person decides' }
const ANSWERS = { 'roll-back': 'roll back', hold: 'hold', 'fix-forward': 'fix forward' }

const comparedWords = ({ words, metrics }: { words: string; metrics: { words: string }[] }) =>
  [words, ...metrics.map((each) => each.words)].join(' ')

type Opened = { mode: 'countdown' | 'ask' | 'record'; dueAtMs?: number; interlocks: string[] }

const openedWords = ({ mode, dueAtMs, interlocks }: Opened) => {
  const until = dueAtMs === undefined ? 'now' : `until ${new Date(dueAtMs).toISOString()}`
  const why = interlocks.length > 0 ? ` Nothing by itself: ${interlocks.join(' ')}` : ''
  if (mode === 'record') return `Recorded.${why}`
  return `${mode === 'countdown' ? `Rolls back by itself, veto ${until}.` : `To decide ${until}.`}${why}`
}

const DESCRIBE: Describers = {
  'release.created': (p) => `Ledger of ${p.name} ${p.version} begins`,
  'checkpoint.signed': (p) =>
    `Checkpoint over ${p.size} entries, head ${formatDigest(p.head)}, key ${p.keyId.slice(0, 8)}`,
  'guard.resumed': (p) => `Unguarded from ${p.from} to ${p.to}`,
  'engine.gap': (p) => `The cockpit was asleep for ${formatClock(p.toMs - p.fromMs)}`,
  'clock.moved': (p) =>
    `The clock of this machine was set ${p.byMs < 0 ? 'back' : 'forward'} by ${formatClock(Math.abs(p.byMs))}`,
  'ledger.trouble-ended': (p) =>
    `${p.kind === 'unwritable' ? 'The ledger could not be written' : 'The disk of the ledger was full'} from ${new Date(p.fromMs).toISOString()} to ${new Date(p.toMs).toISOString()}: ${p.reason}`,
  'ledger.recorded-late': (p) =>
    `Entries ${p.fromSeq} to ${p.toSeq} were recorded late: from ${new Date(p.fromMs).toISOString()} to ${new Date(p.toMs).toISOString()} they were in a journal beside the ledger. ${p.reason}`,
  'payload.erased': (p) => `The payload of entry ${p.seq} is erased: ${p.reason}`,
  'payload.remains': (p) => `What is kept of entry ${p.seq}`,
  'output.erased': (p) =>
    `${formatBytes(p.ranges.reduce((sum, [from, to]) => sum + to - from, 0))} of the output of ${p.attemptId} erased: ${p.reason}`,
  'definition.loaded': (p) =>
    `Definition ${formatDigest(p.definitionDigest)} read from ${p.folder}${p.commit ? ` at ${p.commit.slice(0, 10)}` : ''}`,
  'run.started': (p) =>
    `${p.kind === 'rollback' ? 'Rollback' : p.title} in ${p.environment}, ${p.plan.length} steps, ${formatDigest(p.resolvedDigest)}${p.deviations.map((each) => `. Deviation: ${each}`).join('')}`,
  'rehearsal.started': (p) =>
    `${p.title} in ${p.environment}, ${p.plan.length} steps, ${p.real.length === 0 ? 'all of them stubs' : `${p.real.length} run for real (${p.real.join(', ')})`}, ${speedWords(p.speed)}, ${formatDigest(p.resolvedDigest)}`,
  'release.postponed': (p) => `Postponed${p.until ? ` to ${formatAgreed(p.until)}` : ''}${because(p.reason)}`,
  'release.cancelled': (p) => `Cancelled${because(p.reason)}`,
  'release.closed': (p) => `Closed: ${p.words}${p.deviations.map((each) => `. Deviation: ${each}`).join('')}`,
  'release.reopened': (p) => `Taken up again${because(p.reason)}`,
  'secrets.needed': (p) =>
    `Secrets are needed to go on: ${[...p.missing.map((name) => `${name} is missing`), ...p.changed.map((name) => `${name} is not the same`)].join(', ')}`,
  'secrets.provided': (p) =>
    [
      ...(p.names.length > 0 ? [`Secrets given: ${p.names.join(', ')}`] : []),
      ...(p.without.length > 0 ? [`gone on without ${p.without.join(', ')}`] : []),
    ].join('; ') || 'Gone on with the secrets that are there',
  'run.paused': (p) => `Paused${because(p.reason)}`,
  'run.resumed': () => 'Resumed',
  'gap.acknowledged': (p) =>
    p.decision === 'continue' ? 'Continue after the gap' : 'Hold after the gap: nothing further is started',
  'run.stop-requested': (p) => `Stop asked for${because(p.reason)}`,
  'run.finished': (p) => `Run ${p.outcome} after ${formatClock(p.durationMs)}${because(p.reason)}`,
  'live.observed': (p) => `${p.service} in ${p.environment} answers ${p.version ?? `nothing (${p.error})`}, ${p.when}`,
  'side.observed': (p) =>
    `The ${p.side} side of ${p.service} in ${p.environment} answers ${p.version ?? `nothing (${p.error})`}`,
  'instances.observed': (p) => `${p.service} in ${p.environment}: ${instanceWords(p)}`,
  'step.started': (p) => `${p.stepId}${p.number > 1 ? `, attempt ${p.number}` : ''}`,
  'files.digested': (p) => `${Object.keys(p.files).length} files that commands name, by their digests`,
  'amend.requested': (p) => `Asks to amend to ${formatDigest(p.resolvedDigest)}: ${amendText(p)}. ${p.reason}`,
  'amend.withdrawn': (p) => `Takes the amendment back${because(p.reason)}`,
  'run.amended': (p) =>
    `Deviation: amended to ${formatDigest(p.resolvedDigest)}, asked for by ${p.requestedBy}: ${amendText(p)}. ${p.reason}`,
  'step.added': (p) =>
    `Deviation: ad-hoc command ${p.step.id}, $ ${p.step.text.split('\n')[0]}: ${p.reason}${p.step.attributes.undo ? `. Undone by ${p.step.attributes.undo}` : ''}`,
  'step.spawned': (p) =>
    `${p.stepId}, ${p.identity.pid > 0 ? `process ${p.identity.pid}` : 'handed over'}${p.identity.host ? ` on ${p.identity.host} over ssh` : ''}`,
  'step.connection-lost': (p) =>
    `${p.stepId}: connection to ${p.host} lost since ${new Date(p.sinceMs).toISOString()}, the command goes on there; trying again. Why: ${p.reason}`,
  'step.connection-restored': (p) =>
    `${p.stepId}: connection to ${p.host} is back after ${formatClock(p.lostMs)}, nothing was lost`,
  'step.stop-requested': (p) => `${p.stepId}${because(p.reason)}`,
  'step.signalled': (p) => `${p.stepId}, ${p.signal}${p.delivered ? '' : ', nothing was left to signal'}`,
  'step.finished': (p) =>
    `${p.stepId} ${OUTCOMES[p.outcome]} after ${formatClock(p.durationMs)}${because(p.reason)}${p.output ? `, ${formatBytes(p.output.bytes)} of output` : ''}${p.note ? `. ${p.note}` : ''}`,
  'step.outcome-unknown': (p) => `${p.stepId}: outcome unknown. ${p.reason}`,
  'step.resolved': (p) => `${p.stepId} is taken as ${p.outcome}: ${p.reason}`,
  'step.effect-checked': (p) => `${p.stepId}: ${checkWords(p)}`,
  'step.retries-stopped': (p) => `${p.stepId} is not tried again${because(p.reason)}`,
  'step.fell-silent': (p) => `${p.stepId} has printed nothing for ${formatClock(p.silentMs)}`,
  'step.spoke-again': (p) => `${p.stepId} prints again after ${formatClock(p.silentMs)}`,
  'step.input-typed': (p) => `${p.stepId}: ${formatBytes(p.bytes)} typed, not recorded which`,
  'step.skipped': (p) => `${p.stepId} skipped: ${p.reason}`,
  'output.sealed': (p) => `Output of ${p.attemptId}, bytes ${p.fromByte} to ${p.toByte}, ${formatDigest(p.digest)}`,
  'output.late': (p) => `${p.stepId}: ${lateWords(p)}`,
  'output.incomplete': (p) => `${p.stepId}: output incomplete from byte ${p.fromByte}. ${p.reason}`,
  'approval.given': (p, by) =>
    `${formatRole(p.role)}: ${p.decision.toUpperCase()}${p.binds.kind === 'run' ? '' : ` for ${p.binds.stepId ?? bindsWords(p.binds)}`}, ${formatDigest(p.binds.digest)}, ${assuranceWords({ ...p, by })}${p.words ? `. ${p.words}` : ''}`,
  'approval.revoked': (p) => `${formatRole(p.role)} takes it back: ${p.reason}`,
  'pin.set': (p) => `${p.person} ${p.change ? 'changed the PIN they sign with' : 'signs with a PIN from here on'}`,
  'pin.reset': (p) => `The PIN of ${p.person} was reset: ${p.reason}`,
  'poll.opened': (p) =>
    `The room is asked about ${p.environment}, ${formatDigest(p.definitionDigest)}: ${p.roles.map(formatRole).join(', ')}; GO of ${p.quorum} needed`,
  'poll.closed': (p) =>
    `The poll is ${p.outcome === 'withdrawn' ? 'withdrawn' : p.outcome.toUpperCase()}: ${p.answers.map(answerWords).join(', ')}${because(p.reason)}`,
  'note.added': (p) => p.text,
  'note.minuted': minutedWords,
  'note.assigned': (p) => `${p.noteId}${assignedWords(p) || ': nobody and no date'}`,
  'note.settled': (p) => `${p.noteId} is done${because(p.words)}`,
  'note.reopened': (p) => `${p.noteId} is open again: ${p.words}`,
  'driver.took': tookWords,
  'driver.offered': (p) => `Asks ${p.to} to drive${because(p.words)}`,
  'driver.handed-over': (p) => `Drives, handed over by ${p.from}`,
  'driver.offer-ended': offerEndedWords,
  'driver.left': (p) => `Drives no more${because(p.reason)}`,
  'remark.added': (p) => `Remark on entry ${formatCount(p.aboutSeq)}: ${p.text}`,
  'comment.added': (p) =>
    `${p.replyTo ? `${p.comment} answers ${p.replyTo}` : p.comment} on ${p.stepId} (${p.file}:${p.line}): ${p.text}`,
  'comment.resolved': (p) => `Comment ${p.comment} resolved${because(p.words)}`,
  'comment.reopened': (p) => `Comment ${p.comment} reopened: ${p.words}`,
  'metric.breached': (p) => `${p.metric} in ${p.environment}: ${p.rule}`,
  'metric.recovered': (p) => `${p.metric} in ${p.environment}: ${p.rule}`,
  'metric.blind': (p) => `${p.metric} in ${p.environment}: ${p.reason}`,
  'metric.sighted': (p) => `${p.metric} in ${p.environment} answers again after ${formatClock(p.blindMs)}`,
  'trigger.fired': (p) =>
    `${p.severity} trigger ${p.triggerId} fired in ${p.environment}${p.again ? ' again, it got worse' : ''}: ${p.rule}`,
  'trigger.cleared': (p) => `Trigger ${p.triggerId} in ${p.environment} is clear: ${p.rule}`,
  'decision.opened': (p) => `${p.decisionId}, ${p.severity} in ${p.environment}: ${p.words} ${openedWords(p)}`,
  'decision.acknowledged': (p) => `${p.decisionId} was seen`,
  'decision.vetoed': (p) => `${p.decisionId}: veto by ${formatRole(p.role)}: ${p.reason}`,
  'decision.expired': (p) =>
    `${p.decisionId}: the clock ran out${p.away ? ' while nobody watched' : ''}, ${EXPIRED[p.outcome]}`,
  'decision.answered': (p) =>
    `${p.decisionId}: ${ANSWERS[p.choice]}${p.service ? ` (${p.service})` : ''}${because(p.reason)}`,
  'gate.measured': (p) =>
    `${p.stepId}: ${Object.entries(p.metrics)
      .map(([name, { heldMs }]) => `${name} held ${formatClock(heldMs)}`)
      .join(', ')}`,
  'gate.asked': (p) => `${p.stepId} holds and asks: ${p.blocks.map((each) => each.words).join(' ')}`,
  'gate.question-withdrawn': (p) => `${p.stepId} sees again: nobody has to answer`,
  'gate.kept-waiting': (p) => `${p.stepId} goes on holding${because(p.reason)}`,
  'gate.overridden': (p) => `Deviation: gone on without the gate ${p.stepId}: ${p.reason}`,
  'batch.overridden': (p) => `Deviation: ${p.stepId} begins all the same: ${p.reason} (${p.words})`,
  'gate.judged': (p) =>
    `${p.stepId} ${p.outcome === 'met' ? 'passed' : 'failed'}: ${p.metrics.map((each) => each.words).join(' ')}`,
  'judge.judged': (p) => `${p.stepId} ${p.verdict === 'pass' ? 'passed' : 'failed'}: ${comparedWords(p)}`,
  'judge.asked': (p) =>
    `${p.stepId} ${p.verdict === 'hold' ? 'has no verdict' : 'is marginal'} and asks: ${comparedWords(p)}`,
  'judge.kept-waiting': (p) => `${p.stepId} goes on measuring${because(p.reason)}`,
  'judge.promoted': (p) => `Deviation: promoted without the verdict of ${p.stepId}: ${p.reason}`,
  'item.taken': (p) => `${p.person} sees to “${p.title}”`,
  'item.done': (p) =>
    `“${p.title}” is done${p.role ? `, says ${formatRole(p.role)}` : ''}: ${p.evidence.map(describeEvidence).join('; ')}`,
  'item.reopened': (p) => `“${p.title}” is open again: ${p.reason}`,
  'item.waived': (p) => `Deviation: “${p.title}” set aside by ${formatRole(p.role)}: ${p.reason}`,
  'issue.reported': (p) =>
    `Issue ${p.issue}, ${p.severity}${p.environment ? ` in ${p.environment}` : ''}${p.service ? ` (${p.service})` : ''}: ${p.title}`,
  'issue.assigned': (p) => `${p.person} sees to issue ${p.issue}`,
  'issue.resolved': (p) => `Issue ${p.issue} is resolved, ${ISSUE_OUTCOMES[p.outcome]}: ${p.words}`,
  'issue.accepted': (p) => `Issue ${p.issue} goes out as a known issue, says ${formatRole(p.role)}: ${p.words}`,
  'issue.closed': (p) => `Issue ${p.issue} is closed: ${p.words}`,
  'issue.reopened': (p) => `Issue ${p.issue} is open again: ${p.reason}`,
  'coverage.measured': (p) => `Seen of the validation in ${p.environment} so far: ${coverageWords(p)}`,
  'finding.late': (p) =>
    `Found late: ${p.metric} in ${p.environment} was off target from ${new Date(p.fromMs).toISOString()} to ${new Date(p.toMs).toISOString()}: ${p.rule}`,
  'feedback.received': (p) =>
    `${p.from}${p.channel ? `, ${p.channel}` : ''}, ${p.mood}${p.issue ? `, about ${p.issue}` : ''}: ${p.text}`,
  'document.edited': (p) =>
    `${p.title}, version ${p.version}, ${formatDigest(p.digest)}${p.restores === undefined ? '' : `, brings back ${p.restores === 0 ? 'what the record says' : `version ${p.restores}`}`}`,
  'document.published': (p) =>
    `${p.title}, version ${p.version} is published${p.role ? `, as ${formatRole(p.role)}` : ''}, ${formatDigest(p.digest)}`,
  'history.read': (p) =>
    `git: ${p.total} commits from ${p.since.name} to ${p.until.name} in ${p.repository}, ${formatDigest(p.digest)}`,
  'notice.mode-set': (p) => `Notices of ${p.runId}: ${p.mode}`,
  'notice.queued': (p) =>
    `${p.noticeId} to ${p.channelId}${p.recipients.length > 0 ? ` (${p.recipients.join(', ')})` : ''}: ${p.subject}`,
  'notice.attempted': (p) => `${p.noticeId} is sent, attempt ${p.number}`,
  'notice.delivered': (p) => `${p.noticeId} was received: ${p.response}`,
  'notice.refused': (p) =>
    `${p.noticeId} was not taken: ${p.reason} ${p.retryAtMs === undefined ? 'It is not tried again by itself.' : `Next try ${new Date(p.retryAtMs).toISOString()}.`}`,
  'notice.unknown': (p) => `${p.noticeId}: nobody knows whether it was received. ${p.reason}`,
  'notice.resolved': (p) => `${p.noticeId} ${p.outcome === 'arrived' ? 'arrived' : 'is sent again'}: ${p.reason}`,
  'notice.dropped': (p) => `${p.noticeId} is not sent: ${p.reason}`,
  'source.clock-differs': clockWords,
  'samples.sealed': (p) => `${p.count} samples of ${p.metric} in ${p.environment}, ${formatDigest(p.digest)}`,
}

/** Every entry of a rehearsal says that it is one. */
const ofRehearsal = ({ type, payload }: RecordedEvent): boolean => {
  const { runId, attemptId } = payload as { runId?: unknown; attemptId?: unknown }
  return type !== 'rehearsal.started' && isRehearsalId(String(runId ?? attemptId))
}

export const describeEvent = (event: RecordedEvent): string => {
  const words = (DESCRIBE[event.type] as (payload: unknown, actor: Actor) => string)(event.payload, event.actor)
  return ofRehearsal(event) ? `REHEARSAL ${words}` : words
}
