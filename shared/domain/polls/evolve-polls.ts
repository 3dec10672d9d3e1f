import type { RecordedEvent } from '../../events/index.ts'
import type { Batch } from '../batch.ts'
import type { ReleaseState } from '../state.ts'
import type { PollState } from './poll-state.ts'

const change = (state: ReleaseState, to: (poll: PollState) => PollState): ReleaseState =>
  state.polls ? { ...state, polls: state.polls.map(to) } : state

export function evolvePolls(state: ReleaseState, event: RecordedEvent, batch: Batch): ReleaseState {
  const about = { seq: event.seq, by: event.actor, atMs: Date.parse(event.recordedAt) }
  switch (event.type) {
    case 'poll.opened':
      return { ...state, polls: batch.append(state.polls, { ...event.payload, ...about }) }
    case 'poll.closed': {
      const { pollId, ...closed } = event.payload
      return change(state, (poll) => (poll.pollId === pollId ? { ...poll, closed: { ...closed, ...about } } : poll))
    }
    case 'release.postponed':
    case 'release.cancelled': {
      const voided = `The release was ${event.type === 'release.postponed' ? 'postponed' : 'cancelled'} since.`
      return change(state, (poll) => (poll.closed?.outcome === 'go' ? { ...poll, voided } : poll))
    }
    default:
      return state
  }
}
