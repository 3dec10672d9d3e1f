/** Reasons to call a person now: somebody must act, or nothing goes on. By sound and flash in the window, as notifications on the desktop. */
import type { ReleaseId } from '../ids.ts'
import { selectOpenDecisions } from './decisions/select-decisions.ts'
import { nextMove } from './next-move.ts'
import { selectOpenPoll } from './polls/select-polls.ts'
import { selectRunMood, selectSteps } from './select-steps.ts'
import type { ReleaseState, RunState } from './state.ts'
import { selectUnfinished } from './steps.ts'
import { ASK_AFTER_MS } from './strategies/max-unavailable.ts'

/** The same `key` is the same call. `isUrgent`: something happens by itself unless somebody says otherwise. */
export type Call = { key: string; release: ReleaseId; title: string; body: string; isUrgent: boolean }

const WAITS_FOR_PERSON = new Set([
  'needs-person',
  'needs-approval',
  'needs-start',
  'needs-instances',
  'failed',
  'timed-out',
  'unknown',
  'stopped',
])

/** At manual pace a person starts each step: who is there does so at once, and need not be called. */
const START_WAITS_MS = 20_000

function isJustWaiting(state: ReleaseState, run: RunState, nowMs: number): boolean {
  const move = nextMove(state, run, nowMs)
  if (move.kind === 'fleet-short') return nowMs - move.sinceMs < ASK_AFTER_MS
  if (move.kind !== 'needs-start') return false
  const ends = run.attempts.map((id) => state.attempts[id]?.endedAtMs ?? 0)
  return nowMs - Math.max(run.startedAtMs, ...ends) < START_WAITS_MS
}

const titleOf = ({ name, version }: ReleaseState, environment: string) => `${name} ${version} · ${environment}`

function ofRun(state: ReleaseState, run: RunState, nowMs: number): Call[] {
  const mood = selectRunMood(state, run, nowMs)
  if (mood !== 'needs-person' && mood !== 'halted' && mood !== 'held') return []
  // The decision calls for itself.
  if (nextMove(state, run, nowMs).kind === 'decision' || isJustWaiting(state, run, nowMs)) return []
  const at = selectSteps(state, run, nowMs).find(({ status }) => WAITS_FOR_PERSON.has(status))
  const title = `${run.rehearsal ? 'REHEARSAL · ' : ''}${titleOf(state, run.environment)}`
  const key = [run.id, mood, at?.step.id, at?.attempts.length].join(' ')
  return [{ key, release: state.release, title, body: sentence(mood, at?.step.title), isUrgent: false }]
}

const sentence = (mood: 'needs-person' | 'halted' | 'held', step: string | undefined): string => {
  if (mood === 'held') return 'Nobody watched for a while: say whether the run goes on.'
  if (mood === 'halted') return step ? `Halted at “${step}”: decide how to go on.` : 'Halted: decide how to go on.'
  return step ? `“${step}” needs a person.` : 'The run needs a person.'
}

/** One that somebody has seen waits without calling, unless its clock leads to a rollback. */
const ofDecisions = (state: ReleaseState): Call[] =>
  selectOpenDecisions(state)
    .filter(({ mode, acknowledged }) => mode === 'countdown' || (mode === 'ask' && !acknowledged))
    .map(({ id, environment, mode, words }) => ({
      key: id,
      release: state.release,
      title: titleOf(state, environment),
      body: mode === 'countdown' ? `It rolls back by itself unless somebody vetoes. ${words}` : `Decide: ${words}`,
      isUrgent: mode === 'countdown',
    }))

function ofPoll(state: ReleaseState): Call[] {
  const poll = selectOpenPoll(state)
  if (!poll) return []
  const body = 'The room is asked: GO or NO-GO.'
  return [{ key: poll.pollId, release: state.release, title: titleOf(state, poll.environment), body, isUrgent: false }]
}

export const selectCalls = (state: ReleaseState, nowMs: number): Call[] => [
  ...ofDecisions(state),
  ...selectUnfinished(state).flatMap((run) => ofRun(state, run, nowMs)),
  ...ofPoll(state),
]
