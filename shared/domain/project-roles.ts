/** The lamps of the header: what each role of the team last said about what is (or would be) run. */
import { givenByWords, shortGivenBy } from '../documents/approval-words.ts'
import type { Digest } from '../ids.ts'
import { selectMissingApprovals, selectRoleWord } from './approvals.ts'
import { nextMove } from './next-move.ts'
import { judgeRoom, selectLastPoll, viewPoll } from './polls/select-polls.ts'
import type { SubjectRole } from './signoffs/subject-words.ts'
import type { ReleaseState, RunState } from './state.ts'

export type RoleLamp = {
  role: string
  people: string[]
  state: 'go' | 'no-go' | 'standby' | 'asked' | 'void' | 'not-asked'
  words?: string
  /** Who said so and how sure that is: `Ada Obi, spoken: by phone`. */
  by?: string
  /** The same with who recorded it, or which key it was. */
  byDetail?: string
  /** The entry that says so, for taking it back. */
  seq?: number
  atMs?: number
  digest?: Digest
}

/** Roles somebody waits for right now. */
export function selectAskedRoles(state: ReleaseState, run: RunState | undefined, nowMs: number): Set<string> {
  if (!run || run.finished) return new Set()
  const move = nextMove(state, run, nowMs)
  if (move.kind === 'needs-approval') return new Set(move.missing)
  if (move.kind !== 'wait') return new Set()
  const steps = run.definition.runbook.stages.flatMap((stage) => stage.steps)
  const waits = move.attempts.filter((attempt) => attempt.kind === 'approval')
  return new Set(
    waits.flatMap((attempt) => {
      const step = steps.find((each) => each.id === attempt.stepId)
      return step ? selectMissingApprovals(state, run, step) : []
    }),
  )
}

/** The order of the process's approvals; a ledger keeps names sorted and forgets the order of release.yaml. */
const ORDER = ['devops-lead', 'sre', 'tech-lead', 'qa-lead', 'security-lead', 'product-owner']

const rank = (role: string) => (ORDER.includes(role) ? ORDER.indexOf(role) : ORDER.length)

/** What a role says in the room, while that is being asked and after a NO-GO. */
function lightOf({ missing, refusals, words }: SubjectRole): Omit<RoleLamp, 'role' | 'people'> {
  const refusal = refusals.at(-1)
  const last = refusal ?? words.at(-1)
  if (!last) return { state: 'asked' }
  const { atMs, seq, binds } = last
  const about = {
    words: last.words,
    by: shortGivenBy(last),
    byDetail: givenByWords(last),
    seq,
    atMs,
    digest: binds.digest,
  }
  if (!refusal && words.at(-1)?.standing === 'void') return { state: 'void', ...about }
  return { state: missing > 0 && last.decision === 'go' ? 'asked' : last.decision, ...about }
}

export function projectRoleLamps(
  state: ReleaseState,
  environment: string,
  run: RunState | undefined,
  nowMs: number,
): RoleLamp[] {
  const team = (run?.definition ?? state.definition)?.team ?? {}
  const asked = selectAskedRoles(state, run, nowMs)
  const roles = Object.entries(team).toSorted(([a], [b]) => rank(a) - rank(b))
  const poll = run ? undefined : selectLastPoll(state, environment)
  const view = poll && (!poll.closed || judgeRoom(state, environment).isHeld) ? viewPoll(state, poll) : undefined
  return roles.map(([role, people]) => {
    const said = selectRoleWord(state, environment, role, run)
    const base = { role, people: people.map((person) => person.name) }
    const inRoom = view?.roles.find((each) => each.role === role)
    if (inRoom) return { ...base, ...lightOf(inRoom) }
    const isRefusal = said !== undefined && !said.isVoid && said.decision !== 'go'
    if (asked.has(role) && !isRefusal) return { ...base, state: 'asked' }
    if (!said) return { ...base, state: 'not-asked' }
    const { words, atMs, seq } = said
    const about = { words, by: shortGivenBy(said), byDetail: givenByWords(said), seq, atMs, digest: said.binds.digest }
    return { ...base, state: said.isVoid ? 'void' : said.decision, ...about }
  })
}
