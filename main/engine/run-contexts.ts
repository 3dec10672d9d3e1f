/** What a run's commands get, resolved once per run and owner and kept in memory only: secrets are never written. */
import type { ReleaseState } from '../../shared/domain/state.ts'
import type { RunId } from '../../shared/ids.ts'
import type { ResolvedEnvironment, SecretNeeds } from '../ports/outside.ts'
import type { EnginePorts } from './ports.ts'

export interface RunContexts {
  /** Keeps the environment of the terminal that asked for a run. */
  remember(run: RunId, base: Record<string, string> | undefined): void
  of(run: RunId): ResolvedEnvironment
  /** Its definition or inputs changed: resolved anew when asked next. */
  forget(run: RunId): void
  /** Secrets the run began with that are not here after a restart, or are not the same; undefined when nothing is missing. */
  needs(run: RunId): SecretNeeds | undefined
  /** Takes values a person gave; returns what is still needed. `goOn` takes what is there as good. */
  provide(run: RunId, values: Record<string, string>, goOn: boolean): SecretNeeds | undefined
}

const isNeeded = ({ missing, changed }: SecretNeeds) => missing.length + changed.length > 0

export function createRunContexts(ports: EnginePorts, state: () => ReleaseState): RunContexts {
  const bases = new Map<RunId, Record<string, string>>()
  const given = new Map<RunId, Record<string, string>>()
  const resolved = new Map<RunId, ResolvedEnvironment>()
  const needed = new Map<RunId, SecretNeeds>()

  /** Only a restart needs them: a disk that cannot be written holds nothing up. */
  const keep = (id: RunId, secrets: Record<string, string>) => {
    try {
      ports.secretDigests.keep(id, secrets)
    } catch (error) {
      ports.log('warn', `Digests of the secrets of run ${id} could not be kept.`, { error: String(error) })
    }
  }

  const compare = (id: RunId, secrets: Record<string, string>) => {
    const needs = ports.secretDigests.compare(id, secrets)
    if (!needs) keep(id, secrets)
    if (needs && isNeeded(needs)) needed.set(id, needs)
    else needed.delete(id)
  }

  const of = (id: RunId): ResolvedEnvironment => {
    const known = resolved.get(id)
    if (known) return known
    const { folder, runs } = state()
    const run = runs[id]
    if (!run) throw new Error(`No run ${id} to resolve variables for.`)
    const { definition, environment, inputs } = run
    const isUrgent = run.kind === 'rollback'
    const fresh = ports.variables.resolve({ definition, folder, environment, inputs, base: bases.get(id), isUrgent })
    const whole = { ...fresh, secrets: { ...fresh.secrets, ...given.get(id) } }
    resolved.set(id, whole)
    compare(id, whole.secrets)
    return whole
  }

  const needs = (id: RunId) => {
    of(id)
    return needed.get(id)
  }

  return {
    remember(run, base) {
      if (base) bases.set(run, base)
    },
    forget: (run) => void resolved.delete(run),
    of,
    needs,
    provide(id, values, goOn) {
      given.set(id, { ...given.get(id), ...values })
      resolved.delete(id)
      const { secrets } = of(id)
      if (goOn) {
        keep(id, secrets)
        needed.delete(id)
      }
      return needed.get(id)
    },
  }
}
