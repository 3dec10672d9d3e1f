import type { RecordedEvent } from '../../events/index.ts'
import type { AttemptId } from '../../ids.ts'
import type { Batch } from '../batch.ts'
import type { ReleaseState, RunState } from '../state.ts'
import { selectStep } from '../steps.ts'
import type { JudgingState } from './judging-state.ts'

const changeIn =
  (batch: Batch) =>
  (state: ReleaseState, id: AttemptId, to: (judging: JudgingState) => JudgingState): ReleaseState => {
    const attempt = state.attempts[id]
    if (!attempt) return state
    const judging = to(attempt.judging ?? {})
    return { ...state, attempts: batch.put(state.attempts, id, { ...attempt, judging }) }
  }

const withoutQuestion = ({ asked: _, ...judging }: JudgingState): JudgingState => judging

/** Loud for as long as the run is open, and in what is said of it afterwards. */
function deviation(run: RunState, { payload, actor }: Extract<RecordedEvent, { type: 'judge.promoted' }>): string {
  const title = selectStep(run.definition, payload.stepId)?.title ?? payload.stepId
  return `Promoted without “${title}” by ${actor.kind === 'person' ? actor.name : 'the cockpit'}: ${payload.reason}`
}

export function evolveJudging(state: ReleaseState, event: RecordedEvent, batch: Batch): ReleaseState {
  const change = changeIn(batch)
  const { seq, actor: by } = event
  const atMs = Date.parse(event.recordedAt)
  switch (event.type) {
    case 'judge.asked': {
      const { runId: _, stepId: __, attemptId, ...asked } = event.payload
      return change(state, attemptId, (judging) => ({ ...judging, asked: { ...asked, seq, atMs } }))
    }
    case 'judge.kept-waiting':
      return change(state, event.payload.attemptId, (judging) => ({
        ...withoutQuestion(judging),
        keptWaiting: { seq, atMs, by, verdict: judging.asked?.verdict ?? 'hold' },
      }))
    case 'judge.promoted': {
      const { attemptId, runId, reason } = event.payload
      const next = change(state, attemptId, (judging) => ({
        ...withoutQuestion(judging),
        promoted: { by, reason, atMs },
      }))
      const run = next.runs[runId]
      if (!run) return next
      const deviations = batch.append(run.deviations, deviation(run, event))
      return { ...next, runs: batch.put(next.runs, runId, { ...run, deviations }) }
    }
    case 'judge.judged': {
      const { runId: _, stepId: __, attemptId, ...judged } = event.payload
      return change(state, attemptId, (judging) => ({ ...withoutQuestion(judging), judged: { ...judged, atMs } }))
    }
    default:
      return state
  }
}
