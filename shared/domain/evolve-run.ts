import type { Actor, RecordedEvent } from '../events/index.ts'
import type { RunId } from '../ids.ts'
import { canonicalText } from '../ledger/canonical.ts'
import { adHocSentence, selectPinnedDefinition, withAdHocStep } from './ad-hoc.ts'
import type { Batch } from './batch.ts'
import { rehearsedDefinition } from './rehearsal/rehearsed-definition.ts'
import type { ReleaseState, RunState } from './state.ts'

const changeIn =
  (batch: Batch) =>
  (state: ReleaseState, id: RunId, to: (run: RunState) => RunState): ReleaseState => {
    const run = state.runs[id]
    return run ? { ...state, runs: batch.put(state.runs, id, to(run)) } : state
  }

/** A rollback of one environment ends every rehearsal: nobody looks at one while something is taken back. */
const takeOver = (state: ReleaseState, environment: string, by: RunId): ReleaseState['runs'] =>
  Object.fromEntries(
    Object.entries(state.runs).map(([id, run]) => [
      id,
      (run.rehearsal || run.environment === environment) && !run.finished && run.id !== by
        ? { ...run, takenOverBy: by }
        : run,
    ]),
  )

function start(
  state: ReleaseState,
  event: Extract<RecordedEvent, { type: 'run.started' }>,
  batch: Batch,
): ReleaseState {
  const { runId: id, ...said } = event.payload
  // Commands outside any run act on what was deployed there last.
  const isAdHoc = said.stageIds.length === 0 && said.kind === 'deploy'
  const definition = isAdHoc ? selectPinnedDefinition(state, said.environment) : state.definition
  if (!definition) return state
  const run: RunState = {
    ...said,
    id,
    seq: event.seq,
    startedAtMs: Date.parse(event.recordedAt),
    startedBy: event.actor,
    definition,
    attempts: [],
    skipped: {},
  }
  const runs = said.kind === 'rollback' ? takeOver(state, said.environment, id) : state.runs
  return { ...state, runs: batch.put(runs, id, run), runOrder: batch.append(state.runOrder, id) }
}

function startRehearsal(
  state: ReleaseState,
  event: Extract<RecordedEvent, { type: 'rehearsal.started' }>,
  batch: Batch,
): ReleaseState {
  const { runId: id, of, speed, real, problems, ...said } = event.payload
  const source = state.definition
  if (!source) return state
  const run: RunState = {
    ...said,
    id,
    kind: 'deploy',
    drill: false,
    protected: false,
    deviations: problems,
    seq: event.seq,
    startedAtMs: Date.parse(event.recordedAt),
    startedBy: event.actor,
    definition: rehearsedDefinition(source, { ...said, speed, real }),
    rehearsal: { of, speed, real, source },
    attempts: [],
    skipped: {},
  }
  return { ...state, runs: batch.put(state.runs, id, run), rehearsals: batch.append(state.rehearsals, id) }
}

type Added = Extract<RecordedEvent, { type: 'step.added' }>['payload']

/** A typed command stands before the step the run was at, and is pinned with its definition like any other. */
const addStep =
  ({ step, reason, before }: Added, said: { by: Actor; atMs: number }, batch: Batch) =>
  (run: RunState): RunState => {
    const at = run.plan.findIndex((each) => each.stepId === before)
    const index = at < 0 ? run.plan.length : at
    const added: RunState = {
      ...run,
      definition: withAdHocStep(run.definition, step),
      plan: run.plan.toSpliced(index, 0, { stepId: step.id }),
      adHoc: batch.put(run.adHoc, step.id, { reason, ...said }),
    }
    return { ...added, deviations: batch.append(run.deviations, adHocSentence(added, step)) }
  }

/** Definition and run events. */
export function evolveRun(state: ReleaseState, event: RecordedEvent, batch: Batch): ReleaseState {
  const change = changeIn(batch)
  const atMs = Date.parse(event.recordedAt)
  const by = event.actor
  switch (event.type) {
    case 'definition.loaded': {
      const { folder, definition, definitionDigest, commit } = event.payload
      const { moved, ...before } = state
      // Other windows in release.yaml are what was agreed on last.
      const isNew = canonicalText(state.definition?.windows ?? []) !== canonicalText(definition.windows)
      const kept = moved && !isNew ? { moved } : {}
      return { ...before, ...kept, folder, definition, definitionDigest, ...(commit === undefined ? {} : { commit }) }
    }
    case 'run.started':
      return start(state, event, batch)
    case 'rehearsal.started':
      return startRehearsal(state, event, batch)
    case 'secrets.needed': {
      const { runId, missing, changed } = event.payload
      return change(state, runId, (run) => ({ ...run, secretsNeeded: { missing, changed } }))
    }
    case 'secrets.provided':
      return change(state, event.payload.runId, ({ secretsNeeded: _, ...run }) => run)
    case 'run.paused':
      return change(state, event.payload.runId, (run) => ({
        ...run,
        paused: { reason: event.payload.reason, by, atMs },
      }))
    case 'run.resumed':
      return change(state, event.payload.runId, ({ paused: _, ...run }) => run)
    case 'gap.acknowledged':
      return change(state, event.payload.runId, (run) => ({ ...run, gapsSeenSeq: event.payload.throughSeq }))
    case 'run.stop-requested':
      return change(state, event.payload.runId, (run) => ({
        ...run,
        stopRequested: { reason: event.payload.reason, by, atMs },
      }))
    case 'run.finished': {
      const { runId, outcome, reason, durationMs } = event.payload
      const finished = { outcome, atMs, durationMs, by, ...(reason === undefined ? {} : { reason }) }
      return change(state, runId, (run) => ({ ...run, finished }))
    }
    case 'step.added':
      return change(state, event.payload.runId, addStep(event.payload, { by, atMs }, batch))
    case 'step.skipped': {
      const { runId, stepId, reason } = event.payload
      return change(state, runId, (run) => ({
        ...run,
        skipped: batch.put(run.skipped, stepId, { reason, by, atMs }),
      }))
    }
    default:
      return state
  }
}
