/** Puts the way back on paper: a PDF of every step that could be needed, made at GO while the run goes on. */
import { planEmergency } from '../../shared/documents/emergency/emergency-plan.ts'
import { emergencyPage } from '../../shared/documents/emergency/page.ts'
import { printHtml } from '../../shared/documents/emergency/print-html.ts'
import { supposeAllStarted } from '../../shared/documents/emergency/whole-way-back.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import type { RecordedEvent } from '../../shared/events/index.ts'
import type { EnginePorts } from './ports.ts'

type Ports = Pick<EnginePorts, 'clock' | 'emergency' | 'pdf' | 'log'>

export type PrintedEmergency = { file: string } | { refusal: string }

/** Prints the whole way back of an environment, as if every step had been started. Undefined when there is none. */
export async function printEmergency(
  state: ReleaseState,
  environment: string,
  { clock, emergency, pdf }: Ports,
  signal?: AbortSignal,
): Promise<PrintedEmergency | undefined> {
  const whole = supposeAllStarted(state, environment)
  const plan = planEmergency(whole, environment, new Date(clock.nowMs()).toISOString())
  if (!plan) return undefined
  const { script, pdf: file } = emergency.paths(state.release, environment)
  try {
    const title = `Emergency rollback: ${plan.name} ${plan.version} in ${environment}`
    const bytes = await pdf.print(printHtml(title, emergencyPage(plan, script, true)), signal)
    signal?.throwIfAborted()
    emergency.writePdf(state.release, environment, bytes)
    return { file }
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error) }
  }
}

/** What is on paper is the plan: which of its steps were started changes nothing there. */
const PRINTED = ['run.started', 'run.amended', 'step.added']
/** The first commands of a deploy come first. */
const PATIENCE_MS = 5000

export interface EmergencyPrinter {
  /** Prints later, once, what these entries changed. */
  refresh(state: () => ReleaseState, events: RecordedEvent[]): void
  close(): void
}

export function createEmergencyPrinter(ports: Ports): EmergencyPrinter {
  const waiting = new Map<string, () => void>()
  const closing = new AbortController()

  const print = async (state: ReleaseState, environment: string) => {
    const printed = await printEmergency(state, environment, ports, closing.signal)
    if (printed && 'refusal' in printed && !closing.signal.aborted)
      ports.log('warn', 'The emergency rollback was not printed; the script and its page are there.', {
        reason: printed.refusal,
      })
  }
  const runOf = (state: ReleaseState, { payload }: RecordedEvent) =>
    'runId' in payload && typeof payload.runId === 'string' ? state.runs[payload.runId] : undefined

  return {
    refresh(state, events) {
      for (const event of events) {
        const run = PRINTED.includes(event.type) ? runOf(state(), event) : undefined
        if (!run || run.kind === 'rollback') continue
        const key = `${state().release} ${run.environment}`
        waiting.get(key)?.()
        waiting.set(
          key,
          ports.clock.after(PATIENCE_MS, () => void print(state(), run.environment)),
        )
      }
    },
    close() {
      for (const cancel of waiting.values()) cancel()
      closing.abort()
    },
  }
}
