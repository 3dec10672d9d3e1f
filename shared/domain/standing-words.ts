/** The last word of each role about each environment that has not been taken back. */
import { selectRoleWord } from './approvals.ts'
import type { ApprovalState, ReleaseState } from './state.ts'
import { selectOpenRuns } from './steps.ts'

export type StandingWord = ApprovalState & { isVoid: boolean }

/** In the order they were given. What an open run is not pinned to is void. */
export function selectStandingWords(state: ReleaseState): StandingWord[] {
  const latest = new Map<string, StandingWord>()
  for (const { role, binds } of state.approvals) {
    if (binds.environment === undefined) continue
    const run = selectOpenRuns(state, binds.environment).at(-1)
    const word = selectRoleWord(state, binds.environment, role, run)
    if (word) latest.set(`${binds.environment}/${role}`, word)
  }
  return [...latest.values()].toSorted((a, b) => a.seq - b.seq)
}
