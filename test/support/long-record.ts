/** A record of any length, of what grows on a long release: notes, tries of a step with their output, breaches, what is told outside, issues, decisions. */
import type { Actor, CockpitEvent, RecordedEvent } from '../../shared/events/index.ts'
import { attemptId, digest, releaseId, runId, stageId, stepId } from '../../shared/ids.ts'
import { definitionOf, stage, step } from './definition.ts'

export const LONG_RELEASE = releaseId('parcel-tracker-2.4.0')

const DIGEST = digest('d'.repeat(64))
const START_MS = Date.parse('2026-11-27T21:00:00.000Z')
const ADA: Actor = { kind: 'person', name: 'Ada Obi', assurance: 'claimed' }

const definition = definitionOf([stage('production', [step('deploy'), step('smoke')])])

const begin: CockpitEvent[] = [
  {
    type: 'release.created',
    payload: {
      ...{ ledgerId: '6f1f5b6e-0000-4000-8000-000000000000', release: LONG_RELEASE, name: 'Parcel Tracker' },
      ...{ version: '2.4.0', folder: '/release', keyId: 'k', publicKey: 'p' },
    },
  },
  { type: 'definition.loaded', payload: { folder: '/release', definition, definitionDigest: DIGEST } },
  {
    type: 'run.started',
    payload: {
      ...{ runId: runId('run-1'), kind: 'deploy', drill: false, environment: 'production', protected: true },
      ...{ stageIds: [stageId('production')], title: 'Production', plan: [{ stepId: stepId('deploy') }] },
      ...{ definitionDigest: DIGEST, resolvedDigest: DIGEST, leftOut: [], pace: 'auto', confirmAll: false },
      ...{ inputs: {}, deviations: [] },
    },
  },
]

const facts = { environment: 'production', atMs: START_MS }

/** One turn of everything that grows; `turn` makes its ids its own. */
function round(turn: number): CockpitEvent[] {
  const about = { runId: runId('run-1'), stepId: stepId('deploy'), attemptId: attemptId(`attempt-${turn}`) }
  const measured = { environment: 'production', metric: 'error-rate', value: 1, rule: 'Above 0.1 %', samples: [] }
  const noticeId = `notice-${turn}`
  const told: unknown[] = [
    { type: 'note.added', payload: { text: `Note ${turn}` } },
    { type: 'step.started', payload: { ...about, number: turn + 1, kind: 'command', stepDigest: DIGEST, nonce: 'n' } },
    { type: 'step.spawned', payload: { ...about, identity: { bootId: 'b', pid: 7, startTime: '1', nonce: 'n' } } },
    { type: 'note.minuted', payload: { noteId: `minute-${turn}`, kind: 'action', text: 'Look at the queue' } },
    { type: 'metric.breached', payload: measured },
    { type: 'metric.recovered', payload: measured },
    {
      type: 'notice.queued',
      payload: {
        ...{ noticeId, about: { kind: 'stage', stageId: 'before' }, channelId: 'room', kind: 'webhook' },
        ...{ recipients: [], subject: 'S', text: 'T', mode: 'on', anchor: { size: 1, head: DIGEST }, facts },
      },
    },
    { type: 'notice.attempted', payload: { noticeId, number: 1 } },
    { type: 'notice.delivered', payload: { noticeId, number: 1, response: '200' } },
    { type: 'note.settled', payload: { noteId: `minute-${turn}` } },
    { type: 'issue.reported', payload: { issue: `issue-${turn}`, title: 'Labels are empty', severity: 'low' } },
    {
      type: 'comment.added',
      payload: {
        ...{ comment: `comment-${turn}`, stepId: 'deploy', text: 'Why?', file: 'runbook.md', line: 1 },
        ...{ stepDigest: DIGEST, definitionDigest: DIGEST },
      },
    },
    { type: 'comment.resolved', payload: { comment: `comment-${turn}` } },
    {
      type: 'decision.opened',
      payload: {
        ...{ decisionId: `decision-${turn}`, environment: 'production', severity: 'low', mode: 'record' },
        ...{ words: 'Labels are empty', interlocks: [], supersedes: [] },
      },
    },
    { type: 'step.finished', payload: { ...about, outcome: 'failed', reason: 'Exit code 1', durationMs: 4 } },
  ]
  return told as CockpitEvent[]
}

/** So many entries, as a ledger would hand them out; hashes are not those of a chain. */
export function longRecord(entries: number): RecordedEvent[] {
  const told = [...begin]
  for (let turn = 0; told.length < entries; turn++) told.push(...round(turn))
  return told.slice(0, entries).map(
    (event, index) =>
      ({
        ...event,
        ...{ seq: index + 1, schemaVersion: 1, recordedAt: new Date(START_MS + index * 100).toISOString() },
        ...{ actor: ADA, causationId: null, correlationId: null, payloadDigest: DIGEST, hash: DIGEST },
        release: LONG_RELEASE,
      }) as unknown as RecordedEvent,
  )
}
