/** The one axis of time all charts share. */
import { useMemo } from 'react'
import type { Stretch } from '../../../shared/analysis/what-if.ts'
import type { Sample } from '../../../shared/contract/results.ts'
import { useUi } from '../../state/context.tsx'
import type { ChartStretch } from '../../state/ui-store.ts'
import type { Deck } from '../../state/use-deck.ts'

/** Columns of a chart: each draws two points at most where nothing is missing. */
export const COLUMNS = 150
export const MINUTE = 60_000
export const NO_SAMPLES: readonly Sample[] = []

/** `live` follows now; `run` shows a run that is over; `chosen` is a stretch that somebody selected. */
export type Axis = Stretch & { mode: 'live' | 'run' | 'chosen'; columnMs: number }

/** The smallest of 2, 5, 10, 30 minutes that shows the run from its start; at most 5 in a breach. */
function spanMs(deck: Deck, isBreach: boolean): number {
  const sinceMs = deck.run ? (deck.isOpen ? deck.nowMs : deck.run.finished!.atMs) - deck.run.startedAtMs : 0
  const fitting =
    [2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE].find((each) => each > sinceMs * 1.15) ?? 30 * MINUTE
  return isBreach ? Math.min(5 * MINUTE, fitting) : fitting
}

/** What the deck is about: its runs, with some time around them. */
export function runStretch({ runs, nowMs }: Deck): Stretch | undefined {
  const first = runs[0]
  if (!first) return undefined
  const endMs = runs.at(-1)!.finished?.atMs ?? nowMs
  const roomMs = Math.max(15_000, (endMs - first.startedAtMs) * 0.1)
  return { fromMs: first.startedAtMs - roomMs, toMs: endMs + roomMs }
}

/** A stretch that somebody chose: one that reaches now goes on with it. */
export const chooseStretch = (stretch: Stretch, nowMs: number): ChartStretch => {
  const spanMs = stretch.toMs - stretch.fromMs
  return stretch.toMs >= nowMs - spanMs / COLUMNS ? { spanMs: nowMs - stretch.fromMs } : stretch
}

const isOver = (deck: Deck, span: number): boolean =>
  deck.run?.finished !== undefined && deck.nowMs - deck.run.finished.atMs > span

/** Followed live the axis moves in steps of a column, so that charts redraw when there is something to see. */
export function useAxis(deck: Deck, isBreach: boolean): Axis {
  const chosen = useUi((ui) => ui.chartStretch)
  const isFixed = typeof chosen === 'object' && 'fromMs' in chosen
  const span = typeof chosen === 'object' && 'spanMs' in chosen ? chosen.spanMs : spanMs(deck, isBreach)
  const stepMs = Math.max(1000, Math.round(span / COLUMNS / 1000) * 1000)
  const run = chosen === undefined && isOver(deck, span) ? runStretch(deck) : undefined
  const fixed = isFixed ? chosen : run
  const fromMs = fixed?.fromMs ?? Math.ceil(deck.nowMs / stepMs) * stepMs - span
  const toMs = fixed?.toMs ?? fromMs + span
  const mode = isFixed ? 'chosen' : run ? 'run' : 'live'
  return useMemo(() => ({ fromMs, toMs, mode, columnMs: (toMs - fromMs) / COLUMNS }), [fromMs, toMs, mode])
}
