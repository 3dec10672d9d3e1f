/** When the output of an attempt was stored: what had been printed at a moment, as far as anybody knew then. */
import type { OutputTime } from '../contract/results.ts'
import type { RecordedEvent } from '../events/index.ts'
import type { AttemptId } from '../ids.ts'

export type Head = { bytes: number; lines: number }

const NOTHING: Head = { bytes: 0, lines: 0 }

/** What the entries alone say: a stretch was stored by the time its digest was recorded, ten seconds or 4 MiB at most after its first byte. */
export function sealedTimes(events: readonly RecordedEvent[], attempt: AttemptId): OutputTime[] {
  let lines = 0
  return events.flatMap((event) => {
    if (event.type !== 'output.sealed' || event.payload.attemptId !== attempt) return []
    lines += event.payload.lines
    return [[Date.parse(event.recordedAt), event.payload.toByte, lines]]
  })
}

/** Both, in order of bytes: where only one of them knows, it counts. A clock that was set back takes nothing back. */
export function mergeTimes(noted: readonly OutputTime[], sealed: readonly OutputTime[]): OutputTime[] {
  const ordered = [...noted, ...sealed].toSorted((a, b) => a[1] - b[1] || a[0] - b[0])
  // From behind: what is there at a time, everything before it is there, too.
  let earliest = Number.POSITIVE_INFINITY
  const known = ordered.toReversed().map(([atMs, bytes, lines]): OutputTime => {
    earliest = Math.min(earliest, atMs)
    return [earliest, bytes, lines]
  })
  return known.reverse()
}

/** `times` from `mergeTimes`. */
export function headAt(times: readonly OutputTime[], ms: number): Head {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]![0] <= ms) low = middle + 1
    else high = middle
  }
  const last = times[low - 1]
  return last ? { bytes: last[1], lines: last[2] } : NOTHING
}
