/** When something of the process is due, from the window of the release and what has happened. */
import type { Due } from '../../process/model.ts'
import type { ReleaseState } from '../state.ts'
import { selectScheduled, selectWindow } from '../windows.ts'

/** The instant an anchor stands for, in ms since the epoch; `isPlanned` while it has not happened. */
export function selectAnchor(
  state: ReleaseState,
  anchor: Due['anchor'],
  nowMs: number,
): { atMs: number; isPlanned: boolean } | undefined {
  if (anchor === 'closure') return state.closed && { atMs: state.closed.atMs, isPlanned: false }
  const ended = state.runOrder
    .map((id) => state.runs[id]!)
    .findLast((run) => run.kind === 'deploy' && run.protected && run.finished?.outcome === 'succeeded')
  if (anchor === 'production-end' && ended) return { atMs: ended.finished!.atMs, isPlanned: false }
  const window = selectScheduled(state) && selectWindow(selectScheduled(state)!, ended?.startedAtMs ?? nowMs)
  if (!window) return undefined
  return { atMs: anchor === 'window-start' ? window.startMs : window.endMs, isPlanned: true }
}

/** Undefined when it cannot be said: no window is named, or what it follows lies in the open. */
export function selectProcessDueMs(state: ReleaseState, due: Due, nowMs: number): number | undefined {
  const anchor = selectAnchor(state, due.anchor, nowMs)
  return anchor && anchor.atMs + due.offsetMs
}
