/** Looks at the idle side and the instances of services every few seconds, tells the window, and records what changed while a run is open. */

import type { ReleaseState } from '../../shared/domain/state.ts'
import { selectOpenRuns } from '../../shared/domain/steps.ts'
import { type SideView, sideDigest, sideEvent, sideKey } from '../../shared/domain/strategies/sides.ts'
import type { CockpitEvent } from '../../shared/events/index.ts'
import type { ReleaseId, RunId } from '../../shared/ids.ts'
import type { Service } from '../../shared/runbook/model.ts'
import type { Clock } from '../ports/clock.ts'
import type { ObserveInstances, ObserveLive } from '../ports/outside.ts'

export type SideRequest = {
  release: ReleaseId
  environment: string
  services: readonly Service[]
  /** Resolved variables of the environment. */
  variables: Record<string, string>
  folder: string
}

export type SideWatchPorts = {
  clock: Clock
  observeLive: ObserveLive
  observeInstances: ObserveInstances
  state(release: ReleaseId): ReleaseState | undefined
  onSeen(release: ReleaseId, environment: string, sides: SideView[]): void
  /** Throws when it cannot be recorded: then it is offered again with the next look. */
  record(release: ReleaseId, events: CockpitEvent[]): void
}

export type SideWatch = {
  /** Looks from now on, at once first. Asked again for the same environment, it goes on with what is new. */
  watch(request: SideRequest): void
  /** Ends every other environment of the release; all of them when none is to be kept. */
  keepOnly(release: ReleaseId, environment: string | undefined): void
  /** Looks once more for a run that just ended, on record. */
  lookAfter(release: ReleaseId, environment: string, run: RunId): void
  /** Resolves when what was asked for by a run that ended is recorded; at most a look's time limit. */
  settle(): Promise<void>
  close(): void
}

const LOOK_AGAIN_MS = 3000
/** A fleet that flaps fills no ledger. */
const RECORD_INSTANCES_MS = 10_000

const isTwoSided = ({ idle, instances }: Service) => idle !== undefined || instances !== undefined

/** What of a service is looked at: the live side only beside the idle one, as instances of a fleet answer in turn. */
const looksOf = (service: Service) =>
  (['live', 'idle', 'instances'] as const).filter(
    (side) => service[side] !== undefined && (side !== 'live' || service.idle !== undefined),
  )

class Watched {
  readonly #ports: SideWatchPorts
  request: SideRequest
  #views = new Map<string, SideView>()
  #recordedMs = new Map<string, number>()
  #cancel: () => void = () => {}
  #looking: Promise<void> | undefined
  /** A run that ended while the last look was under way: what that saw may be from before. */
  #wanted: RunId | undefined
  #isForEnd = false
  #isClosed = false

  constructor(ports: SideWatchPorts, request: SideRequest) {
    this.#ports = ports
    this.request = request
  }

  async #ask(service: Service, side: SideView['side']): Promise<SideView> {
    const { observeLive, observeInstances, clock } = this.#ports
    const { variables, folder } = this.request
    const seen =
      side === 'instances'
        ? await observeInstances(service.instances!, variables, folder)
        : await observeLive(service[side]!, variables, folder, side)
    const atMs = clock.nowMs()
    const view = { service: service.name, side, ...seen, sinceMs: atMs, atMs }
    return { ...view, sinceMs: this.#sinceMs(view) }
  }

  /** As long as nothing changed it is so since it was first seen, on record or here. */
  #sinceMs(view: SideView): number {
    const key = sideKey(this.request.environment, view)
    const known = this.#views.get(key) ?? this.#recorded(view)
    return known && sideDigest(known) === sideDigest(view) ? known.sinceMs : view.atMs
  }

  #recorded(view: SideView): SideView | undefined {
    return this.#ports.state(this.request.release)?.sides?.[sideKey(this.request.environment, view)]
  }

  look(after?: RunId): void {
    this.#wanted = after ?? this.#wanted
    if (this.#isClosed || this.#looking) return
    const ended = this.#wanted
    this.#isForEnd = ended !== undefined
    this.#wanted = undefined
    this.#cancel()
    const { services } = this.request
    const looks = services.flatMap((service) => looksOf(service).map((side) => this.#ask(service, side)))
    this.#looking = Promise.all(looks)
      .then((views) => {
        if (!this.#isClosed) this.#seen(views, ended)
      })
      .finally(() => {
        this.#looking = undefined
        if (this.#wanted !== undefined) this.look()
        else if (!this.#isClosed) this.#cancel = this.#ports.clock.after(LOOK_AGAIN_MS, () => this.look())
      })
  }

  #seen(views: SideView[], after: RunId | undefined): void {
    const { release, environment } = this.request
    for (const view of views) this.#views.set(sideKey(environment, view), view)
    this.#ports.onSeen(release, environment, views)
    const state = this.#ports.state(release)
    const run = state && selectOpenRuns(state, environment).at(-1)?.id
    if (run === undefined && after === undefined) return
    const changed = views.filter((view) => this.#isNews(view, after !== undefined))
    if (changed.length > 0)
      this.#ports.record(
        release,
        changed.map((view) => sideEvent(environment, view, run ?? after)),
      )
    for (const view of changed) this.#recordedMs.set(sideKey(environment, view), view.atMs)
  }

  #isNews(view: SideView, isLast: boolean): boolean {
    const known = this.#recorded(view)
    if (known && sideDigest(known) === sideDigest(view)) return false
    const recordedMs = this.#recordedMs.get(sideKey(this.request.environment, view))
    const isTooSoon = recordedMs !== undefined && view.atMs - recordedMs < RECORD_INSTANCES_MS
    return view.side !== 'instances' || isLast || !isTooSoon
  }

  /** A look that began before the run ended is followed by one for its end. */
  async settle(): Promise<void> {
    while (this.#looking && (this.#wanted !== undefined || this.#isForEnd)) await this.#looking
  }

  close(): void {
    this.#isClosed = true
    this.#cancel()
  }
}

export function createSideWatch(ports: SideWatchPorts): SideWatch {
  const watched = new Map<string, Watched>()
  const keyOf = (release: ReleaseId, environment: string) => JSON.stringify([release, environment])
  const end = (key: string) => {
    watched.get(key)?.close()
    watched.delete(key)
  }
  return {
    watch(request) {
      const key = keyOf(request.release, request.environment)
      if (!request.services.some(isTwoSided)) return end(key)
      const known = watched.get(key) ?? new Watched(ports, request)
      watched.set(key, known)
      known.request = request
      known.look()
    },
    keepOnly(release, environment) {
      for (const [key, { request }] of watched)
        if (request.release === release && request.environment !== environment) end(key)
    },
    lookAfter: (release, environment, run) => watched.get(keyOf(release, environment))?.look(run),
    settle: async () => {
      await Promise.all([...watched.values()].map((each) => each.settle()))
    },
    close() {
      for (const key of [...watched.keys()]) end(key)
    },
  }
}
