import type { RecordedEvent } from '../events/index.ts'
import type { RunId } from '../ids.ts'
import type { Batch } from './batch.ts'
import type { ReleaseState, RunState } from './state.ts'

type Amended = Extract<RecordedEvent, { type: 'run.amended' }>

const changeIn =
  (batch: Batch) =>
  (state: ReleaseState, id: RunId, to: (run: RunState) => RunState): ReleaseState => {
    const run = state.runs[id]
    return run ? { ...state, runs: batch.put(state.runs, id, to(run)) } : state
  }

const sentence = ({ payload, actor }: Amended): string => {
  const by = actor.kind === 'person' ? actor.name : 'the cockpit'
  const who = by === payload.requestedBy ? ` by ${by}` : `, asked for by ${payload.requestedBy}, approved by ${by}`
  const steps = payload.changes.filter((each) => each.kind !== 'kept').map((each) => `${each.kind} ${each.title}`)
  const what = [...steps, ...payload.others.map((each) => each.replace(/\.$/, ''))].join(', ')
  return `Amended${who}: ${what}. ${payload.reason}`
}

const amend =
  (event: Amended, batch: Batch) =>
  (run: RunState): RunState => {
    const { amendRequest: _, ...rest } = run
    const { definition, plan, definitionDigest, resolvedDigest, files, inputs, voids } = event.payload
    return {
      ...rest,
      definition,
      plan,
      definitionDigest,
      resolvedDigest,
      files,
      inputs,
      deviations: batch.append(run.deviations, sentence(event)),
      amendments: batch.append(run.amendments, { seq: event.seq, fromDigest: run.resolvedDigest, voids }),
    }
  }

/** An open run takes up what its folder says. */
export function evolveAmend(state: ReleaseState, event: RecordedEvent, batch: Batch): ReleaseState {
  const change = changeIn(batch)
  const by = event.actor
  const atMs = Date.parse(event.recordedAt)
  switch (event.type) {
    case 'files.digested':
      return change(state, event.payload.runId, (run) => ({ ...run, files: event.payload.files }))
    case 'amend.requested': {
      const { runId, ...request } = event.payload
      return change(state, runId, (run) => ({ ...run, amendRequest: { ...request, by, atMs } }))
    }
    case 'amend.withdrawn':
      return change(state, event.payload.runId, ({ amendRequest: _, ...run }) => run)
    case 'run.amended':
      return change(state, event.payload.runId, amend(event, batch))
    default:
      return state
  }
}
