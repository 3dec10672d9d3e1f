/** Keeps a folded copy of one release up to date over any client: catches up by seq after every gap or change of owner. */
import { evolve } from '../domain/evolve.ts'
import type { ReleaseState } from '../domain/state.ts'
import type { RecordedEvent } from '../events/index.ts'
import type { ReleaseId } from '../ids.ts'
import type { CockpitClient } from './client.ts'

export interface FollowedRelease {
  /** Undefined until the first entries have arrived. */
  state(): ReleaseState | undefined
  /** Resolves when everything recorded at the time of the call has been folded. */
  caughtUp(): Promise<void>
  close(): void
}

export type FollowOptions = {
  onState?: (state: ReleaseState, events: RecordedEvent[]) => void
  /** What was recorded has been erased in part: everything told so far is void and told again. Without it nothing is told twice. */
  onRestart?: () => void
  onProblem?: (problem: unknown) => void
}

const PAGE = 1000

/** Follows a release from its first entry on. */
export function followRelease(
  client: CockpitClient,
  release: ReleaseId,
  { onState, onRestart, onProblem = () => {} }: FollowOptions = {},
): FollowedRelease {
  let state: ReleaseState | undefined
  let reading: Promise<void> | undefined
  let toldTo = 0
  let restarts = 0
  let isClosed = false

  const fold = (events: RecordedEvent[]) => {
    const fresh = events.filter((event) => event.seq > (state?.size ?? 0))
    if (fresh.length === 0 || isClosed) return
    for (const event of fresh) state = evolve(state, event)
    const untold = onRestart ? fresh : fresh.filter((event) => event.seq > toldTo)
    toldTo = Math.max(toldTo, fresh.at(-1)!.seq)
    if (untold.length > 0) onState?.(state!, untold)
  }

  const readAll = async () => {
    const begun = restarts
    for (;;) {
      const fromSeq = (state?.size ?? 0) + 1
      const { events, size } = await client.call('events.read', { release, fromSeq, limit: PAGE })
      if (begun !== restarts) return
      fold(events)
      const reached = Math.min(fromSeq + PAGE - 1, size)
      // Entries of a newer program are not sent: the fold moves on past them.
      if (state && state.size < reached) state = { ...state, size: reached }
      if (reached >= size) return
    }
  }

  const catchUp = (): Promise<void> => {
    reading ??= readAll().finally(() => {
      reading = undefined
    })
    return reading
  }

  /** Erased words must not stay in a window that has read them. What is being read meanwhile is void, too. */
  const restart = async () => {
    restarts += 1
    state = undefined
    onRestart?.()
    await reading?.catch(() => {})
    await catchUp()
  }

  const stopFeed = client.onFeed((message) => {
    if (message.kind === 'owner') return void catchUp().catch(onProblem)
    if (message.kind !== 'events' || message.release !== release) return
    if (message.events.some((event) => event.type === 'payload.erased')) return void restart().catch(onProblem)
    const isNext = message.events[0]?.seq === (state?.size ?? 0) + 1
    if (isNext && !reading) fold(message.events)
    else void catchUp().then(catchUp).catch(onProblem)
  })

  return {
    state: () => state,
    caughtUp: catchUp,
    close() {
      isClosed = true
      stopFeed()
    },
  }
}
