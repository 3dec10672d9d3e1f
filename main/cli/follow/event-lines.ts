/** The lines a terminal prints for what happens in a run. */
import { lostWords, overSsh } from '../../../shared/documents/connection-words.ts'
import { describeEvent } from '../../../shared/documents/describe-event.ts'
import { formatActor, formatClock } from '../../../shared/documents/words.ts'
import type { RunState } from '../../../shared/domain/state.ts'
import { selectStep } from '../../../shared/domain/steps.ts'
import type { RecordedEvent } from '../../../shared/events/index.ts'
import type { StepId } from '../../../shared/ids.ts'
import { hostOf } from '../../../shared/runbook/runner.ts'

const QUIET = [
  'output.sealed',
  'samples.sealed',
  'gate.measured',
  'gate.judged',
  'judge.judged',
  'checkpoint.signed',
  'step.spawned',
  'definition.loaded',
  'release.created',
]

/** `22:23:51`, local time. */
const clockOf = (at: number | string) => new Date(at).toTimeString().slice(0, 8)
const timeOf = (event: RecordedEvent) => clockOf(event.recordedAt)

function stepName(run: RunState, id: StepId): string {
  const typed = run.plan.filter((each) => run.adHoc?.[each.stepId])
  const planned = run.plan.filter((each) => !run.adHoc?.[each.stepId])
  const title = selectStep(run.definition, id)?.title ?? id
  if (run.adHoc?.[id]) return `[A${typed.findIndex((each) => each.stepId === id) + 1}] ${title}`
  const mark = run.rehearsal ? 'REHEARSAL ' : ''
  return `${mark}[${planned.findIndex((each) => each.stepId === id) + 1}/${planned.length}] ${title}`
}

function finished(run: RunState, payload: Extract<RecordedEvent, { type: 'step.finished' }>['payload']): string {
  const planned = run.plan.find((each) => each.stepId === payload.stepId)?.plannedMs
  const took = `${formatClock(payload.durationMs)}${planned === undefined ? '' : ` of ${formatClock(planned)} planned`}`
  const word = payload.outcome === 'succeeded' ? 'done' : payload.outcome.replace('-', ' ')
  return `${stepName(run, payload.stepId)}: ${word} in ${took}${payload.reason ? `, ${payload.reason}` : ''}${payload.note ? `. ${payload.note}` : ''}`
}

function text(run: RunState, event: RecordedEvent): string {
  if (event.type === 'step.started') {
    const step = selectStep(run.definition, event.payload.stepId)
    const again = event.payload.number > 1 ? `, attempt ${event.payload.number}` : ''
    const where = step ? ` (${step.position.file.split('/').at(-1)}:${step.position.line})` : ''
    const host = step && hostOf(run.definition, run.environment, step)
    return `${stepName(run, event.payload.stepId)}: started${again}${host ? ` on ${overSsh(host)}` : ''}${where}`
  }
  if (event.type === 'step.connection-lost') {
    const { stepId, sinceMs, reason } = event.payload
    return `${stepName(run, stepId)}: ${lostWords(event.payload, clockOf(sinceMs))}. Why: ${reason}`
  }
  if (event.type === 'step.connection-restored') {
    const { stepId, host, lostMs } = event.payload
    return `${stepName(run, stepId)}: connection to ${host} is back after ${formatClock(lostMs)}, nothing was lost`
  }
  if (event.type === 'step.finished') return finished(run, event.payload)
  const person = event.actor.kind === 'person' ? `${formatActor(event.actor)}: ` : ''
  return `${person}${describeEvent(event)}`
}

/** The line for an event of a run, or undefined for what only the record needs. */
export function eventLine(run: RunState, event: RecordedEvent): string | undefined {
  if (QUIET.includes(event.type)) return undefined
  return `${timeOf(event)}  ${text(run, event)}`
}
