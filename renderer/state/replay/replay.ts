/** The player of a record: where it is, how fast it goes, and what can be jumped to. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ReleaseState } from '../../../shared/domain/state.ts'
import type { Verdict } from '../../../shared/ledger/verdict.ts'
import { type Axis, playedAxis } from '../../../shared/replay/axis.ts'
import { projectMarks, type ReplayMark } from '../../../shared/replay/marks.ts'
import { type Moment, momentAt, momentOf, timesOf } from '../../../shared/replay/moments.ts'
import type { Recording } from '../../../shared/replay/replay-client.ts'
import type { Session } from '../context.tsx'
import { messageOf } from '../message-of.ts'
import { pickPreferences } from '../preferences.ts'
import { createUiStore, type View } from '../ui-store.ts'
import { createReplayCockpit } from './replay-cockpit.ts'

/** Of this ledger, or of a bundle that verified. */
export type ReplayAbout =
  | { kind: 'release' }
  | { kind: 'bundle'; name: string; bundle: string; verdict: Verdict; sentence: string }

export type ReplayWish = {
  about: ReplayAbout
  recording: Recording
  ledgerId: string
  /** The entry it begins at. */
  startSeq?: number
}

export const SPEEDS = [1, 10, 60, 600] as const
export type Speed = (typeof SPEEDS)[number]
export const REPLAY_VIEWS: readonly View[] = ['deck', 'plan', 'ledger']

export type ReplayState = {
  moment: Moment
  isPlaying: boolean
  speed: Speed
  skipsQuiet: boolean
  axis: Axis
  /** 0 to 1: how much of the record can be shown. */
  read: number
  /** Why no more of it can be shown. */
  broken?: string
  /** What was tried just now and why nothing came of it. */
  refused?: string
}

export type Replay = ReplayWish & {
  store: StoreApi<ReplayState>
  times: readonly number[]
  /** As the whole record leaves it; undefined until it has been read. */
  endState(): ReleaseState | undefined
  marks: readonly ReplayMark[]
  seek(ms: number): void
  /** To a place on the axis, in played ms. */
  seekPlayed(playedMs: number): void
  seekEntry(seq: number): void
  jump(direction: 1 | -1): void
  toggle(): void
  setSpeed(speed: Speed): void
  setSkipsQuiet(skips: boolean): void
  refuse(sentence: string | undefined): void
  close(): void
}

const TICK_MS = 100
/** So many entries are folded between two looks at what the person does. */
const SLICE = 250

function titlesOf({ events }: Recording): Map<string, string> {
  const steps = events.flatMap((event) =>
    event.type === 'definition.loaded' ? event.payload.definition.runbook.stages.flatMap((stage) => stage.steps) : [],
  )
  return new Map(steps.map((step) => [step.id as string, step.title]))
}

/** Where something begins: the first run in a protected environment, else the first run, else the first entry. */
function firstIndex({ events }: Recording): number {
  const isRun = (index: number, isProtected: boolean) => {
    const event = events[index]!
    return event.type === 'run.started' && (!isProtected || event.payload.protected)
  }
  const indexes = events.map((_, index) => index)
  return Math.max(0, indexes.find((each) => isRun(each, true)) ?? indexes.find((each) => isRun(each, false)) ?? 0)
}

export function createReplay(wish: ReplayWish, live: Session): { session: Session; replay: Replay } {
  const { recording, startSeq } = wish
  const { events } = recording
  const times = timesOf(events)
  const marks = projectMarks(events, times, titlesOf(recording))
  const axes = [true, false].map((skips) => playedAxis(events, times, skips))
  const indexOf = (seq: number) => {
    const found = events.findLastIndex((event) => event.seq <= seq)
    return Math.max(0, found)
  }
  const start = momentOf(times, startSeq === undefined ? firstIndex(recording) : indexOf(startSeq))
  const store = createStore<ReplayState>()(() => ({
    moment: start,
    isPlaying: false,
    speed: 1,
    skipsQuiet: true,
    axis: axes[0]!,
    read: 0,
  }))
  const refuse = (refused: string | undefined) => store.setState({ refused })
  const cockpit = createReplayCockpit(recording, times, live.cockpit.store.getState().hello, refuse)
  let folded = 0
  let end: ReleaseState | undefined
  let isClosed = false
  let timer: ReturnType<typeof setInterval> | undefined

  const show = () => {
    const { moment } = store.getState()
    // What is further ahead is shown when it has been read.
    if (moment.count <= folded) cockpit.show(moment)
  }

  /** As far as it can be folded; a record of another program, or of somebody, may end before its end. */
  const foldTo = (wanted: number): ReleaseState | undefined => {
    try {
      const state = cockpit.fold.stateAt(wanted)
      folded = wanted
      return state
    } catch (problem) {
      if (wanted > folded + 1) return foldTo(folded + 1)
      const sentence = `The record cannot be shown from entry ${events[folded]!.seq} on: ${messageOf(problem)}`
      store.setState({ broken: sentence })
      return undefined
    }
  }

  const read = async () => {
    while (folded < events.length && !isClosed && store.getState().broken === undefined) {
      const before = folded
      const state = foldTo(Math.min(events.length, folded + SLICE))
      if (folded === events.length) end = state
      store.setState({ read: folded / events.length })
      if (before < store.getState().moment.count) show()
      await new Promise((resolve) => setTimeout(resolve))
    }
  }

  const pause = () => {
    clearInterval(timer)
    timer = undefined
    store.setState({ isPlaying: false })
  }

  const go = (moment: Moment) => {
    store.setState({ moment, refused: undefined })
    show()
  }

  const seek = (ms: number) => go(momentAt(times, Math.min(Math.max(ms, times[0]!), times.at(-1)!)))

  const play = () => {
    const { axis, moment } = store.getState()
    if (moment.ms >= times.at(-1)!) seek(times[0]!)
    let playedMs = axis.toPlayed(store.getState().moment.ms)
    let lastMs = performance.now()
    let shown = store.getState().moment
    timer = setInterval(() => {
      const now = store.getState()
      // Somebody moved it meanwhile: go on from there.
      if (now.moment !== shown) playedMs = now.axis.toPlayed(now.moment.ms)
      const nowMs = performance.now()
      playedMs = Math.min(now.axis.lengthMs, playedMs + (nowMs - lastMs) * now.speed)
      lastMs = nowMs
      seek(now.axis.toReal(playedMs))
      shown = store.getState().moment
      if (playedMs >= now.axis.lengthMs) pause()
    }, TICK_MS)
    store.setState({ isPlaying: true })
  }

  const replay: Replay = {
    ...wish,
    store,
    times,
    marks,
    refuse,
    endState: () => (folded === events.length ? end : undefined),
    seek,
    seekPlayed: (playedMs) => seek(store.getState().axis.toReal(playedMs)),
    seekEntry: (seq) => go(momentOf(times, indexOf(seq))),
    jump(direction) {
      const { count } = store.getState().moment
      const last = events[count - 1]?.seq ?? 0
      const found = direction === 1 ? marks.find(({ seq }) => seq > last) : marks.findLast(({ seq }) => seq < last)
      if (found) go(momentOf(times, indexOf(found.seq)))
      else go(momentOf(times, direction === 1 ? events.length - 1 : 0))
    },
    toggle: () => (store.getState().isPlaying ? pause() : play()),
    setSpeed(speed) {
      store.setState({ speed })
    },
    setSkipsQuiet(skipsQuiet) {
      store.setState({ skipsQuiet, axis: axes[skipsQuiet ? 0 : 1]! })
    },
    close() {
      isClosed = true
      pause()
    },
  }
  const ui = createUiStore(undefined)
  ui.setState(pickPreferences(live.ui.getState()))
  void read()
  return { session: { cockpit, ui, desktop: undefined, replay }, replay }
}
