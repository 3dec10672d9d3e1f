/** What happened that is told without anybody asking (docs/communication.md, N10 to N13). */
import type { RecordedEvent } from '../../events/index.ts'
import type { RunId } from '../../ids.ts'
import type { NoticeMode } from '../../runbook/notices/model.ts'
import { triggerKey } from '../decisions/trigger-key.ts'
import type { ReleaseState, RunState } from '../state.ts'
import { selectStep } from '../steps.ts'
import { selectEventChannels } from './channels.ts'
import type { OwedNotice } from './notice-state.ts'

type Found = Omit<OwedNotice, 'seq' | 'mode'>

/** What machines are told by: nothing was deployed. */
export const OF_REHEARSAL = 'rehearsal'

/** A rollback goes by what was chosen for what it takes back. */
const chosen = (state: ReleaseState, run: RunState): NoticeMode | undefined =>
  state.notices?.modes[run.id] ??
  (run.kind === 'rollback'
    ? state.runOrder
        .map((id) => state.runs[id]!)
        .filter((each) => each.environment === run.environment && each.kind === 'deploy')
        .map((each) => state.notices?.modes[each.id])
        .at(-1)
    : undefined)

/** What is rehearsed reaches nobody but oneself. */
export function selectRunMode(state: ReleaseState, run: RunState | undefined): NoticeMode {
  const mode = (run && chosen(state, run)) ?? state.definition?.notices?.mode ?? 'off'
  return mode === 'on' && run && (!run.protected || run.drill || run.rehearsal) ? 'test' : mode
}

const isProtected = (state: ReleaseState, environment: string) =>
  state.definition?.environments.find(({ name }) => name === environment)?.protected ?? false

function modeAt(state: ReleaseState, runId: RunId | undefined, environment: string | undefined): NoticeMode {
  const run = runId
    ? state.runs[runId]
    : state.runOrder.map((id) => state.runs[id]!).findLast((each) => each.environment === environment && !each.finished)
  const mode = selectRunMode(state, run)
  const isQuiet = !run && environment !== undefined && !isProtected(state, environment)
  return mode === 'on' && isQuiet ? 'test' : mode
}

function ofFinish(state: ReleaseState, runId: RunId, atMs: number): Found[] {
  const run = state.runs[runId]!
  const { outcome, reason } = run.finished!
  const facts = {
    environment: run.environment,
    outcome: run.rehearsal ? `${OF_REHEARSAL} ${outcome}` : outcome,
    atMs,
    ...(reason ? { words: reason } : {}),
  }
  const event =
    outcome !== 'succeeded'
      ? ('run-failed' as const)
      : run.kind === 'rollback'
        ? ('rolled-back' as const)
        : ('run-finished' as const)
  return [{ event, runId, facts }]
}

function ofTrigger(
  state: ReleaseState,
  event: Extract<RecordedEvent, { type: 'trigger.fired' }>,
  atMs: number,
): Found[] {
  const { environment, triggerId, severity, service, rule, runId } = event.payload
  const trigger = state.definition?.triggers.find((each) => triggerKey(each) === triggerId)
  if (!trigger?.notify) return []
  const of = { environment, severity, incidentId: triggerId, words: rule, atMs, ...(service ? { service } : {}) }
  return [{ event: 'trigger', names: trigger.notify, facts: of, ...(runId ? { runId } : {}) }]
}

function ofStep(state: ReleaseState, event: Extract<RecordedEvent, { type: 'step.finished' }>, atMs: number): Found[] {
  const { runId, stepId, outcome } = event.payload
  const run = state.runs[runId]
  const step = run && selectStep(run.definition, stepId)
  if (!run || !step?.attributes.notify) return []
  const names = step.attributes.notify.split(',').map((name) => name.trim())
  const said = run.rehearsal ? `${OF_REHEARSAL} ${outcome}` : outcome
  const facts = { environment: run.environment, words: step.title, outcome: said, atMs }
  return [{ event: 'step', runId, names, facts }]
}

function found(state: ReleaseState, event: RecordedEvent): Found[] {
  const atMs = Date.parse(event.recordedAt)
  switch (event.type) {
    case 'run.started':
      return event.payload.stageIds.length === 0 && event.payload.kind === 'deploy'
        ? []
        : [
            {
              event: 'run-started',
              runId: event.payload.runId,
              facts: { environment: event.payload.environment, atMs },
            },
          ]
    case 'rehearsal.started': {
      const { runId, environment } = event.payload
      return [{ event: 'run-started', runId, facts: { environment, outcome: `${OF_REHEARSAL} started`, atMs } }]
    }
    case 'run.finished':
      return ofFinish(state, event.payload.runId, atMs)
    case 'decision.opened': {
      const { decisionId, environment, severity, service, words, mode, triggerId } = event.payload
      if (mode === 'record' && severity !== 'critical') return []
      const of = {
        environment,
        severity,
        words,
        incidentId: triggerId ?? decisionId,
        atMs,
        ...(service ? { service } : {}),
      }
      return [{ event: severity === 'critical' ? 'critical' : 'decision', facts: of }]
    }
    case 'trigger.fired':
      return ofTrigger(state, event, atMs)
    case 'trigger.cleared': {
      const { environment, triggerId, rule } = event.payload
      const led = Object.values(state.decisions ?? {}).findLast(
        (each) =>
          each.triggerId === triggerId &&
          each.environment === environment &&
          (each.mode !== 'record' || each.severity === 'critical'),
      )
      const of = { environment, incidentId: triggerId, words: rule, atMs }
      return led
        ? [
            {
              event: 'resolved',
              facts: { ...of, severity: led.severity, ...(led.service ? { service: led.service } : {}) },
            },
          ]
        : []
    }
    case 'issue.resolved': {
      const led = state.decisions?.[event.payload.issue]
      if (!led || led.triggerId !== undefined) return []
      const { environment, severity, id: incidentId } = led
      return [{ event: 'resolved', facts: { environment, severity, incidentId, words: event.payload.words, atMs } }]
    }
    case 'step.finished':
      return ofStep(state, event, atMs)
    default:
      return []
  }
}

/** Of one event, in the state after it. Nothing in the mode `off`, and nothing that no channel carries. */
export const owedOf = (state: ReleaseState, event: RecordedEvent): OwedNotice[] =>
  state.definition?.notices === undefined
    ? []
    : found(state, event).flatMap((each) => {
        const mode = modeAt(state, each.runId, each.facts.environment)
        if (mode === 'off') return []
        const owed = { ...each, seq: event.seq, mode }
        return selectEventChannels(state.definition!, owed).length > 0 ? [owed] : []
      })
