/** From the record: when a trigger was armed and watched, and when it fired. */
import type { Stretch, Watching } from '../../analysis/what-if.ts'
import type { RecordedEvent } from '../../events/index.ts'
import type { Trigger } from '../../runbook/model.ts'
import { Batch } from '../batch.ts'
import { evolve } from '../evolve.ts'
import type { ReleaseState } from '../state.ts'
import { isArmed } from './interlocks.ts'
import { triggerKey } from './trigger-key.ts'

/** Nothing else arms or disarms. */
const ARMING = /^(?:run|step|release|definition)\./

const ALWAYS: Stretch[] = [{ fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY }]

/** As it says itself or its release's strategy has it. */
export function projectArmed(events: readonly RecordedEvent[], environment: string, trigger: Trigger): Stretch[] {
  const stretches: Stretch[] = []
  let state: ReleaseState | undefined
  const batch = new Batch()
  let fromMs: number | undefined
  let isFirst = true
  for (const event of events) {
    state = evolve(state, event, batch)
    if (!ARMING.test(event.type) || !state.definition) continue
    const now = isArmed(state, environment, trigger)
    const atMs = Date.parse(event.recordedAt)
    // What no step arms was armed before anybody wrote it down.
    if (now && fromMs === undefined) fromMs = isFirst ? Number.NEGATIVE_INFINITY : atMs
    isFirst = false
    if (!now && fromMs !== undefined) {
      stretches.push({ fromMs, toMs: atMs })
      fromMs = undefined
    }
  }
  return fromMs === undefined ? stretches : [...stretches, { fromMs, toMs: Number.POSITIVE_INFINITY }]
}

/** `always` ignores what arms it. */
export const projectWatching = (
  events: readonly RecordedEvent[],
  environment: string,
  trigger: Trigger,
  always = false,
): Watching => ({
  armed: always ? ALWAYS : projectArmed(events, environment, trigger),
  gapEndsMs: events.flatMap((event) => (event.type === 'engine.gap' ? [event.payload.toMs] : [])),
  restartsMs: events.flatMap((event) => (event.type === 'guard.resumed' ? [Date.parse(event.payload.to)] : [])),
})

export type RecordedFire = { seq: number; atMs: number; value: number; again: boolean; clearedAtMs?: number }

/** By the sample that made it fire, which is a moment older than the entry. */
export function projectFires(events: readonly RecordedEvent[], environment: string, trigger: Trigger): RecordedFire[] {
  const id = triggerKey(trigger)
  const fires: RecordedFire[] = []
  for (const event of events) {
    if (event.type !== 'trigger.fired' && event.type !== 'trigger.cleared') continue
    if (event.payload.triggerId !== id || event.payload.environment !== environment) continue
    const atMs = event.payload.samples.at(-1)?.[0] ?? Date.parse(event.recordedAt)
    if (event.type === 'trigger.fired')
      fires.push({ seq: event.seq, atMs, value: event.payload.value, again: event.payload.again })
    else if (fires.length > 0) fires[fires.length - 1] = { ...fires.at(-1)!, clearedAtMs: atMs }
  }
  return fires
}
