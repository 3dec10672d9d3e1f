/**
 * The deliberate gesture as a state machine without a clock of its own: press, keep, fire; letting go empties it at once.
 * A key that repeats while it is held counts as one press.
 */
export type HoldState = { phase: 'rest' } | { phase: 'holding'; sinceMs: number } | { phase: 'fired' }

export const REST: HoldState = { phase: 'rest' }

export const press = (state: HoldState, nowMs: number): HoldState =>
  state.phase === 'rest' ? { phase: 'holding', sinceMs: nowMs } : state

/** After firing, only letting go makes another press possible. */
export const release = (): HoldState => REST

export const tick = (state: HoldState, nowMs: number, holdMs: number): HoldState =>
  state.phase === 'holding' && nowMs - state.sinceMs >= holdMs ? { phase: 'fired' } : state

export const heldMs = (state: HoldState, nowMs: number, holdMs: number): number =>
  state.phase === 'fired'
    ? holdMs
    : state.phase === 'holding'
      ? Math.min(holdMs, Math.max(0, nowMs - state.sinceMs))
      : 0
