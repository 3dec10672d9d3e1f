/** How issues and feedback read among notes and decisions. */
import type { RecordedEvent } from '../events/index.ts'
import type { Wording } from './project-feed.ts'

export function issueWording(event: RecordedEvent): Wording | undefined {
  switch (event.type) {
    case 'issue.reported':
      return {
        kind: 'decision',
        text: `Issue ${event.payload.issue}, ${event.payload.severity}: ${event.payload.title}`,
      }
    case 'issue.resolved':
      return { kind: 'done', text: `Issue ${event.payload.issue} is resolved. ${event.payload.words}` }
    case 'issue.accepted':
      return {
        kind: 'deviation',
        text: `Issue ${event.payload.issue} goes out as a known issue. ${event.payload.words}`,
      }
    case 'issue.closed':
      return { kind: 'done', text: `Issue ${event.payload.issue} is closed. ${event.payload.words}` }
    case 'issue.reopened':
      return { kind: 'decision', text: `Issue ${event.payload.issue} is open again. ${event.payload.reason}` }
    case 'finding.late':
      return {
        kind: 'breach',
        text: `Found late, off target since ${new Date(event.payload.fromMs).toISOString()}: ${event.payload.rule}`,
      }
    case 'feedback.received':
      return { kind: 'note', text: `${event.payload.from}: ${event.payload.text}` }
    default:
      return undefined
  }
}
