import type { RecordedEvent } from '../../events/index.ts'
import type { AttemptId } from '../../ids.ts'
import type { Batch } from '../batch.ts'
import type { ReleaseState, RunState } from '../state.ts'
import { selectStep } from '../steps.ts'
import type { GateState } from './gate-state.ts'

const changeIn =
  (batch: Batch) =>
  (state: ReleaseState, id: AttemptId, to: (gate: GateState) => GateState): ReleaseState => {
    const attempt = state.attempts[id]
    if (!attempt) return state
    const gate = to(attempt.gate ?? { progress: {} })
    return { ...state, attempts: batch.put(state.attempts, id, { ...attempt, gate }) }
  }

const withoutQuestion = ({ asked: _, ...gate }: GateState): GateState => gate

/** G6. What was inconclusive is counted anew; the time that held is kept. */
const countAnew = (progress: GateState['progress']): GateState['progress'] =>
  Object.fromEntries(Object.entries(progress).map(([name, each]) => [name, { ...each, measured: 0, inconclusives: 0 }]))

/** Loud for as long as the run is open, and in what is said of it afterwards. */
function deviation(run: RunState, { payload, actor }: Extract<RecordedEvent, { type: 'gate.overridden' }>): string {
  const title = selectStep(run.definition, payload.stepId)?.title ?? payload.stepId
  return `Gone on without “${title}” by ${actor.kind === 'person' ? actor.name : 'the cockpit'}: ${payload.reason}`
}

export function evolveGates(state: ReleaseState, event: RecordedEvent, batch: Batch): ReleaseState {
  const change = changeIn(batch)
  const { seq, actor: by } = event
  const atMs = Date.parse(event.recordedAt)
  switch (event.type) {
    case 'gate.measured': {
      const { attemptId, metrics } = event.payload
      return change(state, attemptId, (gate) => ({ ...gate, progress: { ...gate.progress, ...metrics } }))
    }
    case 'gate.asked': {
      const { attemptId, blocks } = event.payload
      return change(state, attemptId, (gate) => ({ ...gate, asked: { seq, atMs, blocks } }))
    }
    case 'gate.question-withdrawn':
      return change(state, event.payload.attemptId, withoutQuestion)
    case 'gate.kept-waiting':
      return change(state, event.payload.attemptId, (gate) => ({
        ...withoutQuestion(gate),
        progress: countAnew(gate.progress),
        keptWaiting: { seq, atMs, by, blocks: gate.asked?.blocks ?? [] },
      }))
    case 'gate.overridden': {
      const { attemptId, runId, reason } = event.payload
      const next = change(state, attemptId, (gate) => ({ ...withoutQuestion(gate), overridden: { by, reason, atMs } }))
      const run = next.runs[runId]
      if (!run) return next
      const deviations = batch.append(run.deviations, deviation(run, event))
      return { ...next, runs: batch.put(next.runs, runId, { ...run, deviations }) }
    }
    case 'gate.judged': {
      const { attemptId, outcome, metrics } = event.payload
      return change(state, attemptId, (gate) => ({ ...withoutQuestion(gate), judged: { outcome, metrics, atMs } }))
    }
    default:
      return state
  }
}
