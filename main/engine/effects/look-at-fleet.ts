import type { Effect } from '../../../shared/domain/pending-effects.ts'
import { sideEvent } from '../../../shared/domain/strategies/sides.ts'
import type { EffectContext } from '../effect-context.ts'

/** Before a batch: what the instances say now, on record also when nothing changed, because the batch begins by it. */
export async function performLookAtFleet(
  effect: Extract<Effect, { kind: 'look-at-fleet' }>,
  { ports, contexts, state, report }: EffectContext,
): Promise<void> {
  const run = state().runs[effect.runId]!
  const env = contexts.of(run.id)
  const variables = { ...env.base, ...env.variables, ...env.secrets }
  const fleets = run.definition.services.filter(({ name }) => effect.services.includes(name))
  const looks = fleets.flatMap(({ name, instances }) =>
    instances ? [ports.observeInstances(instances, variables, state().folder).then((seen) => ({ name, seen }))] : [],
  )
  const atMs = ports.clock.nowMs()
  const seen = await Promise.all(looks)
  await report(
    ...seen.map(({ name: service, seen: view }) =>
      sideEvent(run.environment, { service, side: 'instances', ...view, sinceMs: atMs, atMs }, run.id),
    ),
  )
}
