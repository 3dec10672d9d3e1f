/** Keeps `emergency-rollback.sh` true: at GO, before each step that starts, and after each step of a rollback. */
import { planEmergency } from '../../shared/documents/emergency/emergency-plan.ts'
import { emergencyPage } from '../../shared/documents/emergency/page.ts'
import { emergencyScript } from '../../shared/documents/emergency/script.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import type { RecordedEvent } from '../../shared/events/index.ts'
import type { EmergencyPaths } from '../ports/emergency.ts'
import type { EnginePorts } from './ports.ts'

/** Undefined when there is no way back, or nothing to take back. */
export function writeEmergency(
  state: ReleaseState,
  environment: string,
  { clock, emergency }: Pick<EnginePorts, 'clock' | 'emergency'>,
): EmergencyPaths | undefined {
  const plan = planEmergency(state, environment, new Date(clock.nowMs()).toISOString())
  if (!plan) return undefined
  const { script } = emergency.paths(state.release, environment)
  return emergency.write(state.release, environment, {
    script: emergencyScript(plan),
    page: emergencyPage(plan, script),
  })
}

const DEPLOY = ['run.started', 'step.started', 'run.amended']
const ROLLBACK = ['step.finished', 'run.finished']
/** The environment whose way back has changed by an event. */
function changedBy(state: ReleaseState, { type, payload }: RecordedEvent): string | undefined {
  const run = 'runId' in payload && typeof payload.runId === 'string' ? state.runs[payload.runId] : undefined
  return run && !run.rehearsal && (run.kind === 'rollback' ? ROLLBACK : DEPLOY).includes(type)
    ? run.environment
    : undefined
}

/** Called after the entries are on record and before anything they ask for is begun. */
export function refreshEmergency(state: ReleaseState, events: RecordedEvent[], ports: EnginePorts): void {
  const changed = new Set(events.flatMap((event) => changedBy(state, event) ?? []))
  for (const environment of changed)
    try {
      writeEmergency(state, environment, ports)
    } catch (error) {
      ports.log('error', 'emergency-rollback.sh could not be written; what runs goes on.', { error: String(error) })
    }
}
