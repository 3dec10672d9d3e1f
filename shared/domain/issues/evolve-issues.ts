import type { RecordedEvent } from '../../events/index.ts'
import type { Batch } from '../batch.ts'
import type { ReleaseState } from '../state.ts'
import type { IssueState } from './issue-state.ts'

const changeIn =
  (batch: Batch) =>
  (state: ReleaseState, id: string, to: (issue: IssueState) => IssueState): ReleaseState => ({
    ...state,
    issues: batch.put(state.issues, id, to(state.issues?.[id] ?? {})),
  })

export function evolveIssues(state: ReleaseState, event: RecordedEvent, batch: Batch): ReleaseState {
  const change = changeIn(batch)
  const said = { by: event.actor, atMs: Date.parse(event.recordedAt) }
  switch (event.type) {
    case 'issue.reported': {
      const { issue, ...reported } = event.payload
      return change(state, issue, (before) => ({ ...before, reported: { ...reported, ...said, seq: event.seq } }))
    }
    case 'issue.assigned':
      return change(state, event.payload.issue, (before) => ({ ...before, person: event.payload.person }))
    case 'issue.resolved': {
      const { issue, ...resolved } = event.payload
      return change(state, issue, (before) => ({ ...before, resolved: { ...resolved, ...said } }))
    }
    case 'issue.accepted': {
      const { issue, ...accepted } = event.payload
      return change(state, issue, (before) => ({ ...before, accepted: { ...accepted, ...said } }))
    }
    case 'issue.closed': {
      const { issue, ...closed } = event.payload
      return change(state, issue, (before) => ({ ...before, closed: { ...closed, ...said } }))
    }
    case 'issue.reopened': {
      const { issue, reason } = event.payload
      return change(state, issue, ({ resolved: _, accepted: __, closed: ___, ...before }) => ({
        ...before,
        reopened: { reason, ...said },
      }))
    }
    case 'feedback.received':
      return { ...state, feedback: batch.append(state.feedback, { ...event.payload, ...said, seq: event.seq }) }
    default:
      return state
  }
}
