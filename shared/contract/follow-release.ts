/** Keeps a folded copy of one release up to date over any client: catches up by seq after every gap or change of owner. */
import { Batch } from '../domain/batch.ts'
import { evolveAll } from '../domain/evolve.ts'
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
/** A picture of half a record is nobody's, and each that is drawn takes its time: so many pages are folded before they are told. */
const PAGES_TOLD_AT_ONCE = 20

/** Follows a release from its first entry on. */
export function followRelease(
  client: CockpitClient,
  release: ReleaseId,
  { onState, onRestart, onProblem = () => {} }: FollowOptions = {},
): FollowedRelease {
  let state: ReleaseState | undefined
  let reading: Promise<void> | undefined
  let toldTo = 0
  /** Folded, and not told yet. */
  let held: RecordedEvent[] = []
  let restarts = 0
  /** Of everything folded since the state was handed out last. */
  let batch = new Batch()
  let isClosed = false

  const fold = (events: RecordedEvent[]) => {
    const known = state?.size ?? 0
    const fresh = events.filter((event) => event.seq > known)
    state = evolveAll(state, fresh, batch)
    for (const event of fresh) held.push(event)
  }

  const handedOut = () => {
    batch = new Batch()
    return state
  }

  const tell = () => {
    const untold = onRestart ? held : held.filter((event) => event.seq > toldTo)
    toldTo = Math.max(toldTo, held.at(-1)?.seq ?? 0)
    held = []
    if (untold.length > 0 && !isClosed) onState?.(handedOut()!, untold)
  }

  const ask = (fromSeq: number) => client.call('events.read', { release, fromSeq, limit: PAGE })

  /** The next page is on its way while one is folded. */
  const readAll = async () => {
    const begun = restarts
    let fromSeq = (state?.size ?? 0) + 1
    let next = ask(fromSeq)
    for (let page = 1; ; page++) {
      const { events, size } = await next
      if (begun !== restarts || isClosed) return
      const reached = Math.min(fromSeq + PAGE - 1, size)
      const isLast = reached >= size
      fromSeq = reached + 1
      if (!isLast) {
        next = ask(fromSeq)
        // It is awaited in the next round, or nobody wants it any more.
        next.catch(() => {})
      }
      fold(events)
      // Entries of a newer program are not sent: the fold moves on past them.
      if (state && state.size < reached) state = { ...state, size: reached }
      if (isLast || page % PAGES_TOLD_AT_ONCE === 0) tell()
      if (isLast) return
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
    held = []
    onRestart?.()
    await reading?.catch(() => {})
    await catchUp()
  }

  const stopFeed = client.onFeed((message) => {
    if (message.kind === 'owner') return void catchUp().catch(onProblem)
    if (message.kind !== 'events' || message.release !== release) return
    if (message.events.some((event) => event.type === 'payload.erased')) return void restart().catch(onProblem)
    const isNext = message.events[0]?.seq === (state?.size ?? 0) + 1
    if (isNext && !reading) {
      fold(message.events)
      tell()
    } else void catchUp().then(catchUp).catch(onProblem)
  })

  return {
    state: handedOut,
    caughtUp: catchUp,
    close() {
      isClosed = true
      stopFeed()
    },
  }
}
