/** Time as data: the engine never asks the machine itself, so that every test is deterministic without waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number
  /** The same instant as ISO 8601 in UTC. */
  isoNow(): string
  /** Milliseconds since the machine started: moves on while it sleeps, and nobody can set it. */
  sinceBootMs(): number
  /** Calls `fn` once after `ms`; the returned function cancels it. */
  after(ms: number, fn: () => void): () => void
}
