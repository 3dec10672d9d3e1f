import type { Effect } from '../../../shared/domain/pending-effects.ts'
import type { ReleaseState, RunState } from '../../../shared/domain/state.ts'
import type { CockpitEvent, PayloadOf } from '../../../shared/events/index.ts'
import type { ReleaseDefinition } from '../../../shared/runbook/model.ts'
import type { ResolvedEnvironment } from '../../ports/outside.ts'
import type { EffectContext } from '../effect-context.ts'
import type { EnginePorts } from '../ports.ts'
import { until } from '../until.ts'

type Observation = PayloadOf<'live.observed'>

const LOOK_AGAIN_MS = 1000
/** How long a finished deploy waits for its new version to answer before what does answer is recorded. */
const SETTLE_MS = 10_000

/** Looks at every service of a definition once. */
async function lookAtServices(
  definition: ReleaseDefinition,
  env: ResolvedEnvironment,
  folder: string,
  { observeLive }: EnginePorts,
): Promise<{ service: string; version?: string; error?: string }[]> {
  const variables = { ...env.base, ...env.variables, ...env.secrets }
  const looks = definition.services.flatMap(({ name, live }) =>
    live ? [observeLive(live, variables, folder).then((seen) => ({ service: name, ...seen }))] : [],
  )
  return Promise.all(looks)
}

async function look(
  run: RunState,
  when: Observation['when'],
  { ports, contexts, state }: EffectContext,
): Promise<Observation[]> {
  const seen = await lookAtServices(run.definition, contexts.of(run.id), state().folder, ports)
  return seen.map((each) => ({ environment: run.environment, when, runId: run.id, ...each }))
}

const asEvents = (seen: Observation[]): CockpitEvent[] => seen.map((payload) => ({ type: 'live.observed', payload }))

const answers = (seen: Observation[], version: string | undefined) => seen.every((each) => each.version === version)

const key = (seen: Observation[]) => seen.map((each) => `${each.service}=${each.version ?? each.error}`).join()

/** What answers in an environment because a person asked. */
export async function observeAsked(
  state: ReleaseState,
  environment: string,
  ports: EnginePorts,
): Promise<CockpitEvent[]> {
  const { definition, folder } = state
  if (!definition) return []
  const env = ports.variables.resolve({ definition, folder, environment, inputs: {} })
  const seen = await lookAtServices(definition, env, folder, ports)
  return asEvents(seen.map((each) => ({ environment, when: 'asked', ...each })))
}

/** What answers now, after nobody watched for a while. */
export async function performLookAgain(
  effect: Extract<Effect, { kind: 'look-again' }>,
  context: EffectContext,
): Promise<void> {
  const run = context.state().runs[effect.runId]!
  await context.report(...asEvents(await look(run, 'asked', context)))
}

/**
 * Records which versions answer: once before a deploy; after it when the new version answers, or what does answer instead. After a
 * rollback it keeps looking, and records each change, until the previous version answers or the deadline is over.
 */
export async function performObserveLive(
  effect: Extract<Effect, { kind: 'observe-live' }>,
  context: EffectContext,
): Promise<void> {
  const { ports, report, state, signal } = context
  const run = state().runs[effect.runId]!
  const startedMs = ports.clock.nowMs()
  let recorded = ''
  while (!signal.aborted) {
    const seen = await look(run, effect.when, context)
    const nowMs = ports.clock.nowMs()
    const isRight =
      effect.when === 'before' ||
      run.stopRequested !== undefined ||
      run.toVersion === undefined ||
      answers(seen, run.toVersion)
    const isLate = nowMs >= (run.kind === 'rollback' ? effect.deadlineMs : startedMs + SETTLE_MS)
    if ((isRight || isLate || run.kind === 'rollback') && key(seen) !== recorded) {
      recorded = key(seen)
      await report(...asEvents(seen))
    }
    if (isLate || (isRight && run.kind === 'deploy')) return
    if (!(await until(ports.clock, nowMs + LOOK_AGAIN_MS, signal))) return
  }
}
