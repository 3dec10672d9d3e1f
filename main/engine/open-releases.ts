/** The releases in use here: each is opened once, however many ask for it at a time, and kept. */
import type { CockpitEvent } from '../../shared/events/index.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import type { ReleaseEngine } from './release-engine.ts'

export interface OpenReleases {
  /** Resolves when what other processes left is looked at. A genesis is for a release without a chain. */
  open(release: ReleaseId, genesis?: CockpitEvent): Promise<ReleaseEngine>
  isAsked(release: ReleaseId): boolean
  /** Undefined for one that is not read yet. */
  of(release: ReleaseId): ReleaseEngine | undefined
  all(): ReleaseEngine[]
}

/** `begin` reads a release; `onRead` is called before anything of it is taken up. */
export function createOpenReleases(
  begin: (release: ReleaseId, genesis?: CockpitEvent) => ReleaseEngine,
  onRead: (engine: ReleaseEngine) => void,
): OpenReleases {
  const asked = new Map<ReleaseId, Promise<ReleaseEngine>>()
  const read = new Map<ReleaseId, ReleaseEngine>()

  const openNow = async (release: ReleaseId, genesis?: CockpitEvent): Promise<ReleaseEngine> => {
    const engine = begin(release, genesis)
    read.set(release, engine)
    onRead(engine)
    await engine.resume()
    return engine
  }

  return {
    open(release, genesis) {
      const known = asked.get(release) ?? openNow(release, genesis)
      asked.set(release, known)
      return known
    },
    isAsked: (release) => asked.has(release),
    of: (release) => read.get(release),
    all: () => [...read.values()],
  }
}
