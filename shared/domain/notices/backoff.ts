/** When a notice that was refused is tried again (docs/communication.md, N5). No jitter: one cockpit sends, and the record can be checked. */
export const FIRST_RETRY_MS = 10_000
export const LONGEST_RETRY_MS = 30 * 60_000
/** A message that is older tells nobody anything; a person can still have it sent. */
export const GIVE_UP_MS = 24 * 3_600_000

/** The wait after the attempt of this number (from 1): 10 s, doubled each time, at most half an hour. */
export const backoffMs = (attempt: number): number =>
  Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempt - 1, 20), LONGEST_RETRY_MS)

/** Undefined when it is not tried again by itself. */
export function retryAtMs(attempt: number, queuedAtMs: number, nowMs: number, isFinal: boolean): number | undefined {
  const atMs = nowMs + backoffMs(attempt)
  return isFinal || atMs > queuedAtMs + GIVE_UP_MS ? undefined : atMs
}
