/** Whose output something stands in, as far as entries have told. */
import type { AttemptPlace } from '../../../shared/contract/search.ts'
import type { AttemptId, ReleaseId } from '../../../shared/ids.ts'
import type { Facts, KnownAttempt, Seal } from './messages.ts'

type Told = { titles: Map<string, string>; environments: Map<string, string> }

export class Places {
  readonly #attempts = new Map<AttemptId, { release: ReleaseId; known: KnownAttempt }>()
  readonly #seals = new Map<AttemptId, Seal[]>()
  readonly #told = new Map<ReleaseId, Told>()

  learn(release: ReleaseId, { attempts, seals, titles, environments }: Facts): void {
    const told = this.#told.get(release) ?? { titles: new Map(), environments: new Map() }
    this.#told.set(release, told)
    for (const [id, title] of titles) told.titles.set(id, title)
    for (const [id, environment] of environments) told.environments.set(id, environment)
    for (const known of attempts) this.#attempts.set(known.attempt, { release, known })
    for (const seal of seals) this.#seals.set(seal.attempt, [...(this.#seals.get(seal.attempt) ?? []), seal])
  }

  releaseOf(attempt: AttemptId): ReleaseId | undefined {
    return this.#attempts.get(attempt)?.release
  }

  of(attempt: AttemptId): AttemptPlace | undefined {
    const found = this.#attempts.get(attempt)
    if (!found) return undefined
    const { release, known } = found
    const { runId, stepId, number, startedAt } = known
    const told = this.#told.get(release)
    const title = told?.titles.get(stepId) ?? stepId
    return { release, runId, stepId, title, environment: told?.environments.get(runId) ?? '', number, startedAt }
  }

  /** By when the byte at `offset` was stored. */
  storedAt(attempt: AttemptId, offset: number): string | undefined {
    let found: Seal | undefined
    for (const seal of this.#seals.get(attempt) ?? [])
      if (seal.toByte > offset && (!found || seal.toByte < found.toByte)) found = seal
    return found?.at
  }
}
