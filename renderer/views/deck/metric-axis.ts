import { useMemo } from 'react'
import type { Sample } from '../../../shared/contract/methods.ts'
import type { Deck } from '../../state/use-deck.ts'

export const POINTS = 300
export const MINUTE = 60_000
export const NO_SAMPLES: readonly Sample[] = []

/** The smallest of 2, 5, 10, 30 minutes that shows the run from its start; at most 5 in a breach. */
function spanMs(deck: Deck, isBreach: boolean): number {
  const sinceMs = deck.run ? (deck.isOpen ? deck.nowMs : deck.run.finished!.atMs) - deck.run.startedAtMs : 0
  const fitting =
    [2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE].find((each) => each > sinceMs * 1.15) ?? 30 * MINUTE
  return isBreach ? Math.min(5 * MINUTE, fitting) : fitting
}

export type Axis = { fromMs: number; toMs: number }

/** The axis moves in steps of one point, so that charts redraw when there is something to see. */
export function useAxis(deck: Deck, isBreach: boolean): Axis {
  const span = spanMs(deck, isBreach)
  const step = Math.max(1000, Math.round(span / POINTS / 1000) * 1000)
  const toMs = Math.ceil(deck.nowMs / step) * step
  return useMemo(() => ({ fromMs: toMs - span, toMs }), [toMs, span])
}
