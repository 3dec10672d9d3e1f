/** What the desktop shows outside the window: derived from the fold, so that it survives every restart. */
import { selectRunMood, selectSteps } from '../../shared/domain/select-steps.ts'
import type { ReleaseState, RunState } from '../../shared/domain/state.ts'
import { selectUnfinished } from '../../shared/domain/steps.ts'
import type { ReleaseId } from '../../shared/ids.ts'

/** A reason to call a person; the same `key` is the same call. */
export type Call = { key: string; release: ReleaseId; title: string; body: string }

export type Situation = {
  openRuns: number
  /** Steps that are over, of all steps of the open runs, 0 to 1; undefined when nothing runs. */
  progress: number | undefined
  calls: Call[]
}

const OVER = new Set(['done', 'skipped', 'undone', 'went-on'])

export const situationOf = (states: ReleaseState[], nowMs: number): Situation => {
  const runs = states.flatMap((state) => selectUnfinished(state).map((run) => ({ state, run })))
  const steps = runs.flatMap(({ state, run }) => selectSteps(state, run, nowMs))
  return {
    openRuns: runs.length,
    progress: steps.length === 0 ? undefined : steps.filter(({ status }) => OVER.has(status)).length / steps.length,
    calls: runs.flatMap(({ state, run }) => callOf(state, run, nowMs)),
  }
}

const callOf = (state: ReleaseState, run: RunState, nowMs: number): Call[] => {
  const mood = selectRunMood(state, run, nowMs)
  if (mood !== 'needs-person' && mood !== 'halted' && mood !== 'held') return []
  const at = selectSteps(state, run, nowMs).find(({ status }) => WAITS_FOR_PERSON.has(status))
  const title = `${run.rehearsal ? 'REHEARSAL · ' : ''}${state.name} ${state.version} · ${run.environment}`
  const key = [run.id, mood, at?.step.id, at?.attempts.length].join(' ')
  return [{ key, release: state.release, title, body: sentence(mood, at?.step.title) }]
}

const WAITS_FOR_PERSON = new Set([
  'needs-person',
  'needs-approval',
  'needs-start',
  'failed',
  'timed-out',
  'unknown',
  'stopped',
])

const sentence = (mood: 'needs-person' | 'halted' | 'held', step: string | undefined): string => {
  if (mood === 'held') return 'Nobody watched for a while: say whether the run goes on.'
  if (mood === 'halted') return step ? `Halted at “${step}”: decide how to go on.` : 'Halted: decide how to go on.'
  return step ? `“${step}” needs a person.` : 'The run needs a person.'
}
