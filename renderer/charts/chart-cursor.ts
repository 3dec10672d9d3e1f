/** Where the cursor of all charts stands and what is being selected: apart from everything else, because it moves with the pointer. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Stretch } from '../../shared/analysis/what-if.ts'

export type ChartCursor = {
  atMs?: number
  /** From where it was begun to where it is now, in either direction. */
  selection?: { anchorMs: number; headMs: number }
}

export type CursorStore = StoreApi<ChartCursor>
export const createCursorStore = (): CursorStore => createStore<ChartCursor>()(() => ({}))

export const selectedStretch = ({ anchorMs, headMs }: NonNullable<ChartCursor['selection']>): Stretch => ({
  fromMs: Math.min(anchorMs, headMs),
  toMs: Math.max(anchorMs, headMs),
})
