/** How the room stands: who has said what, whether that is a GO, and what it means for a start. */
import { formatRole } from '../../documents/words.ts'
import { nameOf } from '../signoffs/rules.ts'
import { missingWords, type SubjectRole, selectSubject } from '../signoffs/subject-words.ts'
import type { ReleaseState } from '../state.ts'
import type { PollState } from './poll-state.ts'

/** The last one of an environment, of any without one. */
export const selectLastPoll = (state: ReleaseState, environment?: string): PollState | undefined =>
  (state.polls ?? []).findLast((poll) => environment === undefined || poll.environment === environment)

export const selectOpenPoll = (state: ReleaseState, environment?: string): PollState | undefined => {
  const poll = selectLastPoll(state, environment)
  return poll && !poll.closed ? poll : undefined
}

export type PollView = {
  poll: PollState
  roles: SubjectRole[]
  go: string[]
  refused: string[]
  /** Roles that have not said GO, nor NO-GO. */
  open: string[]
  isGo: boolean
}

export function viewPoll(state: ReleaseState, poll: PollState): PollView {
  const roles = selectSubject(state, { kind: 'poll', subjectId: poll.pollId })?.roles ?? []
  const of = (isMeant: (role: SubjectRole) => boolean) => roles.filter(isMeant).map(({ role }) => role)
  const refused = of(({ refusals }) => refusals.length > 0)
  const go = of(({ missing }) => missing === 0)
  const open = of(({ missing, refusals }) => missing > 0 && refusals.length === 0)
  return { poll, roles, go, refused, open, isGo: refused.length === 0 && go.length >= poll.quorum }
}

/** What still speaks against calling it a GO, as a sentence. */
export function pollObjection({ poll, roles, go, refused, open }: PollView): string {
  const against = roles.filter(({ role }) => refused.includes(role))
  if (against.length > 0) return against.map(missingWords).join(' ')
  const left = poll.quorum - go.length
  const names = open.map(formatRole).join(', ')
  return `${go.length} of ${poll.quorum} GO: ${left} more of ${names} ${left === 1 ? 'has' : 'have'} to answer.`
}

/** What a start in a protected environment is told. `isVoid`: it was GO once, of other steps or dates. */
export type RoomFact = { holds: boolean; words: string; asks: string[]; isVoid: boolean; isHeld: boolean }

const HOW = 'Ask the room again: cockpit poll, or Briefing in the window.'

/** Whether the run the GO was for has been started: it counts once. */
const isUsed = ({ runs, runOrder }: ReleaseState, { closed, environment }: PollState): boolean =>
  runOrder.some((id) => {
    const run = runs[id]!
    return run.kind === 'deploy' && run.environment === environment && run.seq > (closed?.seq ?? 0)
  })

export function judgeRoom(state: ReleaseState, environment?: string): RoomFact {
  const poll = selectLastPoll(state, environment)
  const no = (words: string, more: Partial<RoomFact> = {}): RoomFact => ({
    holds: false,
    words,
    asks: [],
    isVoid: false,
    isHeld: true,
    ...more,
  })
  if (!poll || poll.closed?.outcome === 'withdrawn')
    return no('The room was not asked: cockpit poll, or Briefing in the window.', { isHeld: false })
  if (!poll.closed) {
    const view = viewPoll(state, poll)
    return no(`The room is being asked. ${view.isGo ? 'It is GO: close the poll.' : pollObjection(view)}`, {
      asks: view.open,
    })
  }
  const { outcome, reason, by } = poll.closed
  if (outcome === 'no-go') return no(`NO-GO, closed by ${nameOf({ by })}${reason ? `: ${reason}` : ''}. ${HOW}`)
  if (poll.voided) return no(`${poll.voided} ${HOW}`, { isVoid: true })
  if (poll.definitionDigest !== state.definitionDigest)
    return no(`The GO was for other steps: they changed since. ${HOW}`, { isVoid: true })
  if (isUsed(state, poll)) return no(`The GO was for one run, which was started. ${HOW}`, { isHeld: false })
  return {
    holds: true,
    words: `GO of ${poll.closed.answers
      .filter(({ decision }) => decision === 'go')
      .map(({ role }) => formatRole(role))
      .join(', ')}.`,
    asks: [],
    isVoid: false,
    isHeld: false,
  }
}
