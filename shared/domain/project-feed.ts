/** Notes and decisions as the room reads them: what people said and did, and what the cockpit noticed. Newest first. */
import { bindsWords, shortAssurance } from '../documents/approval-words.ts'
import { clockWords } from '../documents/clock-words.ts'
import { formatAgreed, formatClock, formatCount } from '../documents/words.ts'
import type { CockpitEvent, RecordedEvent } from '../events/index.ts'
import { triggerWording } from './feed-decisions.ts'
import { deviationWording } from './feed-deviations.ts'
import { issueWording } from './feed-issues.ts'
import { roomWording } from './feed-room.ts'
import { isRehearsalId } from './rehearsal/rehearsal-state.ts'

export type FeedKind =
  | 'note'
  | 'action'
  | 'remark'
  | 'decision'
  | 'go'
  | 'no-go'
  | 'deploy'
  | 'breach'
  | 'fired'
  | 'recovered'
  | 'done'
  | 'failed'
  | 'unknown'
  | 'rollback'
  | 'deviation'

export type FeedItem = {
  seq: number
  atMs: number
  kind: FeedKind
  who: string
  text: string
  /** What it is about, where the entry says so. */
  environment?: string
  metric?: string
}

export type Wording = { kind: FeedKind; text: string }
type TitleOf = (stepId: string) => string

const approval = (
  { payload, actor: by }: Extract<RecordedEvent, { type: 'approval.given' }>,
  title: TitleOf,
): Wording => {
  const { binds } = payload
  const isRun = binds.kind === 'run' || binds.kind === 'step'
  const about = binds.stepId ? `, ${title(binds.stepId)}` : isRun ? '' : `, ${bindsWords(binds)}`
  const words = payload.words ? `. ${payload.words}` : ''
  const short = shortAssurance({ ...payload, by })
  const sure = short === 'claimed' ? '' : `, ${short}`
  const kind = payload.decision === 'no-go' ? 'no-go' : payload.decision === 'go' ? 'go' : 'decision'
  return { kind, text: `${payload.decision.toUpperCase()}${about}${sure}${words}` }
}

const ENDS = { succeeded: 'done', failed: 'failed', stopped: 'decision' } as const

function wording(event: RecordedEvent, title: TitleOf): Wording | undefined {
  switch (event.type) {
    case 'pin.reset':
      return { kind: 'deviation', text: `The PIN of ${event.payload.person} was reset. ${event.payload.reason}` }
    case 'poll.opened':
      return { kind: 'decision', text: `Asks the room about ${event.payload.environment}: GO or NO-GO` }
    case 'poll.closed': {
      const { outcome, reason } = event.payload
      const kind = outcome === 'withdrawn' ? 'decision' : outcome
      return {
        kind,
        text: `Poll ${outcome === 'withdrawn' ? 'withdrawn' : outcome.toUpperCase()}${reason ? `. ${reason}` : ''}`,
      }
    }
    case 'remark.added':
      return { kind: 'remark', text: `Remark on entry ${formatCount(event.payload.aboutSeq)}: ${event.payload.text}` }
    case 'approval.given':
      return approval(event, title)
    case 'approval.revoked':
      return { kind: 'decision', text: `Takes the approval back: ${event.payload.reason}` }
    case 'run.started':
      return event.payload.kind === 'rollback'
        ? {
            kind: 'rollback',
            text: `Rollback started, ${event.payload.plan.length === 1 ? '1 step' : `${event.payload.plan.length} steps`}`,
          }
        : { kind: 'deploy', text: `Started ${event.payload.title} in ${event.payload.environment}` }
    case 'rehearsal.started':
      return { kind: 'decision', text: `${event.payload.title} in ${event.payload.environment}` }
    case 'release.postponed':
      return {
        kind: 'no-go',
        text: `Postponed${event.payload.until ? ` to ${formatAgreed(event.payload.until)}` : ''}. ${event.payload.reason}`,
      }
    case 'release.cancelled':
      return { kind: 'no-go', text: `Cancelled. ${event.payload.reason}` }
    case 'release.closed':
      return { kind: 'done', text: `Closed. ${event.payload.words}` }
    case 'release.reopened':
      return { kind: 'decision', text: `Taken up again. ${event.payload.reason}` }
    case 'run.paused':
      return { kind: 'decision', text: event.payload.reason ? `Paused. ${event.payload.reason}` : 'Paused' }
    case 'source.clock-differs':
      return { kind: 'deviation', text: `${clockWords(event.payload)}.` }
    case 'run.resumed':
      return { kind: 'decision', text: 'Resumed' }
    case 'run.stop-requested':
      return { kind: 'decision', text: `Stop. ${event.payload.reason}` }
    case 'run.finished':
      return {
        kind: ENDS[event.payload.outcome],
        text: `Run ${event.payload.outcome}${event.payload.reason ? `. ${event.payload.reason}` : ''}`,
      }
    case 'step.retries-stopped':
      return { kind: 'decision', text: `No further try of ${title(event.payload.stepId)}. ${event.payload.reason}` }
    case 'step.fell-silent':
      return {
        kind: 'unknown',
        text: `${title(event.payload.stepId)} has printed nothing for ${formatClock(event.payload.silentMs)}`,
      }
    case 'step.skipped':
      return { kind: 'decision', text: `Skipped ${title(event.payload.stepId)}. ${event.payload.reason}` }
    case 'step.resolved':
      return {
        kind: 'decision',
        text: `${title(event.payload.stepId)} taken as ${event.payload.outcome}. ${event.payload.reason}`,
      }
    case 'step.outcome-unknown':
      return { kind: 'unknown', text: `${title(event.payload.stepId)}: outcome unknown` }
    case 'step.stop-requested':
      return event.payload.cause === 'person'
        ? { kind: 'decision', text: `Stop ${title(event.payload.stepId)}. ${event.payload.reason}` }
        : undefined
    case 'step.finished':
      return finished(event.payload, title)
    case 'metric.breached':
      return { kind: 'breach', text: event.payload.rule }
    case 'metric.recovered':
      return { kind: 'recovered', text: event.payload.rule }
    case 'metric.blind':
      return { kind: 'unknown', text: `${event.payload.metric} cannot be measured: ${event.payload.reason}` }
    default:
      return triggerWording(event) ?? deviationWording(event) ?? issueWording(event) ?? roomWording(event)
  }
}

function aboutOf({ payload }: RecordedEvent): Pick<FeedItem, 'environment' | 'metric'> {
  const { environment, metric } = payload as { environment?: unknown; metric?: unknown }
  return {
    ...(typeof environment === 'string' ? { environment } : {}),
    ...(typeof metric === 'string' ? { metric } : {}),
  }
}

function finished(
  payload: Extract<CockpitEvent, { type: 'step.finished' }>['payload'],
  title: TitleOf,
): Wording | undefined {
  if (payload.outcome === 'succeeded')
    return payload.note ? { kind: 'done', text: `${title(payload.stepId)}. ${payload.note}` } : undefined
  return { kind: 'failed', text: `${title(payload.stepId)}: ${payload.reason ?? payload.outcome}` }
}

const marked = ({ type, payload }: RecordedEvent, said: Wording): Wording =>
  type !== 'rehearsal.started' && 'runId' in payload && isRehearsalId(String(payload.runId))
    ? { ...said, text: `REHEARSAL ${said.text}` }
    : said

/** `titles` maps step ids to titles; an id without one stands for itself. */
export function projectFeed(
  events: readonly RecordedEvent[],
  titles: ReadonlyMap<string, string>,
  limit = 200,
): FeedItem[] {
  const title: TitleOf = (stepId) => titles.get(stepId) ?? stepId
  const items: FeedItem[] = []
  for (let index = events.length - 1; index >= 0 && items.length < limit; index--) {
    const event = events[index]!
    const said = wording(event, title)
    if (!said) continue
    const who = event.actor.kind === 'person' ? event.actor.name : 'Cockpit'
    const { kind, text } = marked(event, said)
    items.push({ seq: event.seq, atMs: Date.parse(event.recordedAt), who, kind, text, ...aboutOf(event) })
  }
  return items
}
