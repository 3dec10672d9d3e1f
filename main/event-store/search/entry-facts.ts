/** What entries say about output that stands elsewhere: whose it is, and by when it was stored. */
import type { Recorded } from '../../../shared/events/envelope.ts'
import type { AttemptId, RunId, StepId } from '../../../shared/ids.ts'
import type { Facts } from './messages.ts'

export const noFacts = (): Facts => ({ attempts: [], environments: [], titles: [], seals: [] })

type Payloads = {
  'step.started': { attemptId: AttemptId; runId: RunId; stepId: StepId; number: number }
  'run.started': { runId: RunId; environment: string }
  'rehearsal.started': { runId: RunId; environment: string }
  'output.sealed': { attemptId: AttemptId; toByte: number }
  'definition.loaded': { definition: { runbook: { stages: { steps: { id: string; title: string }[] }[] } } }
  'step.added': { step: { id: string; title: string } }
}

const READERS: { [T in keyof Payloads]: (payload: Payloads[T], facts: Facts, at: string) => void } = {
  'step.started': ({ attemptId, runId, stepId, number }, { attempts }, startedAt) =>
    void attempts.push({ attempt: attemptId, runId, stepId, number, startedAt }),
  'run.started': ({ runId, environment }, { environments }) => void environments.push([runId, environment]),
  'rehearsal.started': ({ runId, environment }, { environments }) => void environments.push([runId, environment]),
  'output.sealed': ({ attemptId, toByte }, { seals }, at) => void seals.push({ attempt: attemptId, toByte, at }),
  'definition.loaded': ({ definition }, { titles }) => {
    for (const { steps } of definition.runbook.stages) for (const { id, title } of steps) titles.push([id, title])
  },
  'step.added': ({ step }, { titles }) => void titles.push([step.id, step.title]),
}

/** The types of entries that say something. */
export const TELLING: readonly string[] = Object.keys(READERS)

/** Adds what one entry says. An entry that was damaged or erased says nothing. */
export function factsIn({ type, payload, recordedAt }: Recorded, facts: Facts): void {
  const read = (READERS as Record<string, (payload: never, facts: Facts, at: string) => void>)[type]
  if (!read || payload === null) return
  try {
    read(payload as never, facts, recordedAt)
  } catch {
    // Its output is shown without a name.
  }
}
