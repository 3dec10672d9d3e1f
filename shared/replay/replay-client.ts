/**
 * A cockpit in which nothing can happen any more: the contract over the recorded entries of a release, as it stood at a moment. What is asked is answered
 * by what was there then; everything that would do, record or read something of today is refused with a sentence.
 */
import type { CockpitClient } from '../contract/client.ts'
import type { Method, Params, ParsedParams } from '../contract/methods.ts'
import { parseParams } from '../contract/parse-params.ts'
import type { OutputTime, Results } from '../contract/results.ts'
import { WireFailure, wireFailure } from '../contract/wire-failure.ts'
import type { RecordedEvent } from '../events/index.ts'
import type { AttemptId, ReleaseId } from '../ids.ts'
import type { Moment } from './moments.ts'
import { type Head, headAt, mergeTimes, sealedTimes } from './output-times.ts'

/** Where output and samples of a record are: a cockpit, or a bundle a cockpit has opened. */
export type RecordingSource = {
  call<M extends 'output.times' | 'output.head' | 'output.read' | 'output.find' | 'samples.read'>(
    method: M,
    params: Params<M>,
  ): Promise<Results[M]>
}

export type Recording = {
  release: ReleaseId
  /** All of them, oldest first; at least one. */
  events: readonly RecordedEvent[]
  source: RecordingSource
}

export const READ_ONLY =
  'This is a replay: nothing can be started, decided or recorded in it. Go back to live (Esc) to do that.'

type Options = {
  recording: Recording
  moment: () => Moment
  hello: () => Results['hello'] | undefined
  /** Somebody tried to do something. */
  onRefused?: (sentence: string) => void
}

export type ReplayClient = CockpitClient & {
  /** What was stored then of an attempt whose output was asked for before. */
  knownHead(attempt: AttemptId): Head | undefined
  attemptsKnown(): AttemptId[]
  timesOf(attempt: AttemptId): Promise<readonly OutputTime[]>
}

type Answers = { [M in Method]?: (params: ParsedParams<M>) => Promise<Results[M]> | Results[M] }

export function replayClient({ recording, moment, hello, onRefused }: Options): ReplayClient {
  const { release, events, source } = recording
  const times = new Map<AttemptId, readonly OutputTime[]>()
  const asked = new Map<AttemptId, Promise<readonly OutputTime[]>>()

  const learn = async (attempt: AttemptId) => {
    const noted = await source.call('output.times', { attempt })
    const merged = mergeTimes(noted.times, sealedTimes(events, attempt))
    times.set(attempt, merged)
    return merged
  }
  const timesOf = (attempt: AttemptId) => {
    const known = asked.get(attempt) ?? learn(attempt)
    asked.set(attempt, known)
    // A connection that was lost for a moment is asked again.
    known.catch(() => asked.delete(attempt))
    return known
  }
  const headOf = async (attempt: AttemptId) => headAt(await timesOf(attempt), moment().ms)

  const readOutput = async (params: ParsedParams<'output.read'>): Promise<Results['output.read']> => {
    const head = await headOf(params.attempt)
    const found = await source.call('output.read', params)
    const offset = Math.min(found.offset, head.bytes)
    const bytes = found.bytes.subarray(0, Math.max(0, head.bytes - found.offset))
    const firstLine = found.offset > head.bytes ? head.lines : found.firstLine
    return { offset, bytes, firstLine, headBytes: head.bytes, headLines: head.lines }
  }

  const findOutput = async (params: ParsedParams<'output.find'>): Promise<Results['output.find']> => {
    const head = await headOf(params.attempt)
    const found = await source.call('output.find', params)
    const lines = found.lines.filter(([line]) => line < head.lines)
    const isEnd = found.isEnd || found.scannedTo >= head.bytes
    const open = found.headBytes === head.bytes && found.open ? { open: found.open } : {}
    return { lines, ...open, scannedTo: Math.min(found.scannedTo, head.bytes), isEnd, headBytes: head.bytes }
  }

  const readEvents = ({ fromSeq, limit }: ParsedParams<'events.read'>): Results['events.read'] => {
    const happened = events.slice(0, moment().count)
    const found = happened.filter(({ seq }) => seq >= fromSeq).slice(0, limit)
    return { events: found, size: happened.at(-1)?.seq ?? 0 }
  }

  const answers: Answers = {
    hello: () => {
      const live = hello()
      if (!live) throw wireFailure('replay', 'The cockpit behind this window has not answered yet.')
      return live
    },
    'releases.list': () => [],
    'events.read': readEvents,
    'output.times': async ({ attempt }) => ({
      times: (await timesOf(attempt)).filter(([atMs]) => atMs <= moment().ms),
    }),
    'output.head': ({ attempt }) => headOf(attempt),
    'output.read': readOutput,
    'output.find': findOutput,
    'samples.read': async ({ toMs, ...params }) => {
      const clipped = Math.min(toMs, moment().ms)
      if (clipped < params.fromMs) return { samples: [], isDecimated: false }
      return source.call('samples.read', { ...params, release, toMs: clipped })
    },
    'command.send': () => {
      onRefused?.(READ_ONLY)
      return { ok: false, rejection: { code: 'replay', message: READ_ONLY } }
    },
  }

  return {
    async call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
      const answer = answers[method] as ((asked: ParsedParams<M>) => Promise<Results[M]>) | undefined
      if (!answer) throw wireFailure('replay', READ_ONLY)
      const parsed = parseParams(method, params)
      if (parsed.error) throw new WireFailure(parsed.error)
      return answer(parsed.params)
    },
    onFeed: () => () => {},
    onConnection(listener) {
      listener('connected', 'replay')
      return () => {}
    },
    close() {},
    timesOf,
    attemptsKnown: () => [...times.keys()],
    knownHead: (attempt) => {
      const known = times.get(attempt)
      return known && headAt(known, moment().ms)
    },
  }
}
