import type { RecordedEvent } from '../events/index.ts'
import type { Batch } from './batch.ts'
import { sameName } from './same-name.ts'
import { evolvePins } from './signoffs/pins.ts'
import { nameOf } from './signoffs/rules.ts'
import type { ApprovalState, MetricHealth, MetricMark, ReleaseState } from './state.ts'
import { movedWindow, selectScheduled } from './windows.ts'

const sameBinding = (a: ApprovalState['binds'], b: ApprovalState['binds']) =>
  a.kind === b.kind &&
  a.environment === b.environment &&
  a.runId === b.runId &&
  a.stepId === b.stepId &&
  a.subjectId === b.subjectId &&
  a.digest === b.digest

/** Who agreed to the dates did not agree to others. */
const voidSchedule = (approvals: ApprovalState[], kind: string): ApprovalState[] =>
  approvals.map((each) =>
    each.binds.kind === 'schedule' && !each.revoked ? { ...each, voided: `The release was ${kind} since` } : each,
  )

function given(
  state: ReleaseState,
  { payload, seq, actor }: Extract<RecordedEvent, { type: 'approval.given' }>,
  atMs: number,
): ApprovalState {
  const about = payload.binds.runId ? state.runs[payload.binds.runId]?.definition : state.definition
  return { ...payload, seq, by: actor, atMs, ...(about ? { about } : {}) }
}

type MetricEvent = Extract<RecordedEvent, { type: `metric.${string}` }>

const HEALTH: Record<MetricEvent['type'], MetricHealth['status']> = {
  'metric.breached': 'breach',
  'metric.recovered': 'holds',
  'metric.blind': 'blind',
  'metric.sighted': 'holds',
}

/** Blindness neither ends a breach nor hides it. */
function healthAfter(event: MetricEvent, before: MetricHealth | undefined): Pick<MetricHealth, 'status' | 'breached'> {
  const wasBreached = before?.status === 'breach' || before?.breached === true
  if (event.type === 'metric.blind') return { status: 'blind', breached: wasBreached }
  if (event.type === 'metric.sighted' && wasBreached) return { status: 'breach' }
  return { status: HEALTH[event.type] }
}

function measured(state: ReleaseState, event: MetricEvent, batch: Batch): ReleaseState {
  const { environment, metric } = event.payload
  const key = `${environment}/${metric}`
  const atMs = Date.parse(event.recordedAt)
  const detail: { value?: number; rule?: string; reason?: string } = {}
  if ('rule' in event.payload) Object.assign(detail, { value: event.payload.value, rule: event.payload.rule })
  if ('reason' in event.payload) detail.reason = event.payload.reason
  const sinceMs = event.type === 'metric.blind' ? (event.payload.sinceMs ?? atMs) : atMs
  const mark: MetricMark = {
    seq: event.seq,
    atMs,
    environment,
    metric,
    kind: event.type.slice('metric.'.length) as MetricMark['kind'],
    text: detail.rule ?? detail.reason ?? 'The source answers again.',
  }
  return {
    ...state,
    metrics: batch.put(state.metrics, key, { ...healthAfter(event, state.metrics[key]), sinceMs, ...detail }),
    marks: batch.append(state.marks, mark),
  }
}

/** What people said, what was measured, and what the record says of itself. */
export function evolveRoom(state: ReleaseState, event: RecordedEvent, batch: Batch): ReleaseState {
  const atMs = Date.parse(event.recordedAt)
  switch (event.type) {
    case 'release.postponed':
    case 'release.cancelled': {
      const kind = event.type === 'release.postponed' ? 'postponed' : 'cancelled'
      const until = event.type === 'release.postponed' ? event.payload.until : undefined
      const moved = until === undefined ? {} : { moved: movedWindow(selectScheduled(state), until, atMs) }
      const standing = { ...event.payload, kind, by: event.actor, atMs } as const
      return { ...state, ...moved, standing, approvals: voidSchedule(state.approvals, kind) }
    }
    case 'release.closed':
      return { ...state, closed: { ...event.payload, by: event.actor, atMs } }
    case 'release.reopened': {
      const { standing: _, closed: __, ...rest } = state
      return rest
    }
    case 'approval.given':
      return { ...state, approvals: batch.append(state.approvals, given(state, event, atMs)) }
    case 'approval.revoked': {
      const { role, binds, reason, givenSeq } = event.payload
      const giver = state.approvals.find(({ seq }) => seq === givenSeq)
      const isMeant = (each: ApprovalState) => !giver || sameName(nameOf(each), nameOf(giver))
      const revoked = { by: event.actor, reason, atMs }
      const approvals = state.approvals.map((each) =>
        each.role === role && sameBinding(each.binds, binds) && isMeant(each) && !each.revoked
          ? { ...each, revoked }
          : each,
      )
      return { ...state, approvals }
    }
    case 'pin.set':
    case 'pin.reset':
      return evolvePins(state, event)
    case 'note.added':
      return { ...state, notes: batch.append(state.notes, { ...event.payload, seq: event.seq, by: event.actor, atMs }) }
    case 'live.observed': {
      const { environment, service, when, version, error, runId } = event.payload
      const seen = {
        seq: event.seq,
        when,
        atMs,
        ...(version === undefined ? {} : { version }),
        ...(error === undefined ? {} : { error }),
        ...(runId === undefined ? {} : { runId }),
      }
      return { ...state, live: batch.put(state.live, `${environment}/${service}`, seen) }
    }
    case 'metric.breached':
    case 'metric.recovered':
    case 'metric.blind':
    case 'metric.sighted':
      return measured(state, event, batch)
    case 'source.clock-differs': {
      const { environment, source, aheadMs } = event.payload
      return { ...state, sourceClocks: { ...state.sourceClocks, [`${environment}/${source}`]: aheadMs } }
    }
    case 'checkpoint.signed':
      return {
        ...state,
        checkpoints: {
          count: state.checkpoints.count + 1,
          lastSize: event.payload.size,
          lastAtMs: atMs,
          keyId: event.payload.keyId,
        },
      }
    case 'guard.resumed': {
      const gap = {
        seq: event.seq,
        fromMs: Date.parse(event.payload.from),
        toMs: Date.parse(event.payload.to),
        kind: 'unguarded' as const,
      }
      return { ...state, gaps: batch.append(state.gaps, gap) }
    }
    case 'engine.gap':
      return { ...state, gaps: batch.append(state.gaps, { ...event.payload, seq: event.seq, kind: 'asleep' }) }
    default:
      return state
  }
}
