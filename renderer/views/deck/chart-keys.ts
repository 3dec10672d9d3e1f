/** The cursor and the selection of the charts from the keyboard. */
import type { Stretch } from '../../../shared/analysis/what-if.ts'
import { type ChartCursor, type CursorStore, selectedStretch } from '../../charts/chart-cursor.ts'
import type { Axis } from './metric-axis.ts'

export type ChartKey = { key: string; shiftKey: boolean }

const PAGE_COLUMNS = 10

const clamp = (ms: number, { fromMs, toMs }: Stretch) => Math.min(toMs, Math.max(fromMs, ms))

/** Where a key moves the cursor from `atMs`; undefined when it moves nothing. */
function moved(key: string, atMs: number, axis: Axis): number | undefined {
  const by: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -PAGE_COLUMNS, PageDown: PAGE_COLUMNS }
  if (key === 'Home') return axis.fromMs
  if (key === 'End') return axis.toMs
  const columns = by[key]
  return columns === undefined ? undefined : clamp(atMs + columns * axis.columnMs, axis)
}

/** The axis twice as near or far, the cursor staying where it is. */
function zoomed(axis: Axis, atMs: number, by: number): Stretch {
  return { fromMs: atMs - (atMs - axis.fromMs) * by, toMs: atMs + (axis.toMs - atMs) * by }
}

/** A stretch shorter than this has no use. */
export const LEAST_STRETCH_MS = 5000

/**
 * What a key does to the charts: moves the cursor (with Shift selects), shows the selection (Enter), zooms (+ and −), goes back to all by itself
 * (Esc). False for a key that means nothing here.
 */
export function pressChartKey(
  { key, shiftKey }: ChartKey,
  axis: Axis,
  cursor: CursorStore,
  show: (stretch: Stretch | undefined) => void,
): boolean {
  const { atMs = axis.toMs, selection }: ChartCursor = cursor.getState()
  const next = moved(key, clamp(atMs, axis), axis)
  if (next !== undefined) {
    const anchorMs = selection?.anchorMs ?? clamp(atMs, axis)
    cursor.setState({ atMs: next, selection: shiftKey ? { anchorMs, headMs: next } : undefined })
    return true
  }
  const nearer = key === '+' || key === '='
  if (nearer || key === '-' || key === '−') {
    const stretch = zoomed(axis, clamp(atMs, axis), nearer ? 0.5 : 2)
    if (stretch.toMs - stretch.fromMs >= LEAST_STRETCH_MS) show(stretch)
    return true
  }
  if (key === 'Enter' && selection) {
    const stretch = selectedStretch(selection)
    if (stretch.toMs - stretch.fromMs >= LEAST_STRETCH_MS) show(stretch)
    cursor.setState({ selection: undefined })
    return true
  }
  if (key !== 'Escape') return false
  if (selection) cursor.setState({ selection: undefined })
  else if (cursor.getState().atMs !== undefined) cursor.setState({ atMs: undefined })
  else show(undefined)
  return true
}
