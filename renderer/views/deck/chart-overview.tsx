/** All that is recorded, with the stretch the charts show: dragged, stretched, or chosen anew. By keyboard: the cursor of the charts. */
import { type PointerEvent, useState } from 'react'
import { describeDuration } from '../../../shared/analysis/describe.ts'
import type { Stretch } from '../../../shared/analysis/what-if.ts'
import { place, shareOf } from '../../charts/place.ts'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { type Drag, dragged, type Grip } from './chart-drag.ts'
import { LEAST_STRETCH_MS } from './chart-keys.ts'
import { type Axis, chooseStretch } from './metric-axis.ts'

/** In pixels: what counts as the end of the window. */
const GRIP = 6

export function ChartOverview({ deck, axis, all }: { deck: Deck; axis: Axis; all: Stretch }) {
  const setUi = useSetUi()
  const [drag, setDrag] = useState<Drag>()
  const shown = drag?.to ?? axis
  const at = place(all, shown)
  const msOf = (event: PointerEvent<HTMLElement>, box: DOMRect) =>
    all.fromMs + ((event.clientX - box.left) / box.width) * (all.toMs - all.fromMs)
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const x = (ms: number) => box.left + (shareOf(all, ms) / 100) * box.width
    const near = (ms: number) => Math.abs(event.clientX - x(ms)) <= GRIP
    const isIn = event.clientX > x(axis.fromMs) && event.clientX < x(axis.toMs)
    const grip: Grip = near(axis.fromMs) ? 'from' : near(axis.toMs) ? 'to' : isIn ? 'move' : 'new'
    event.currentTarget.setPointerCapture(event.pointerId)
    setDrag({ grip, atMs: msOf(event, box), from: axis, to: axis })
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!drag) return
    const to = dragged(drag, msOf(event, event.currentTarget.getBoundingClientRect()), all)
    setDrag({ ...drag, to })
  }
  const onPointerUp = () => {
    if (drag && drag.to !== drag.from && drag.to.toMs - drag.to.fromMs >= LEAST_STRETCH_MS)
      setUi({ chartStretch: chooseStretch(drag.to, deck.nowMs) })
    setDrag(undefined)
  }
  return (
    <div className="chart-overview" aria-hidden="true">
      <span className="t3 clip">recorded, {describeDuration(all.toMs - all.fromMs)}</span>
      <div
        className="chart-overview-plot"
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setDrag(undefined)}
      >
        {deck.runs.map((run) => {
          const of = place(all, { fromMs: run.startedAtMs, toMs: run.finished?.atMs ?? deck.nowMs })
          const kind = run.kind === 'rollback' ? 'is-rollback' : ''
          return of && <i key={run.id} className={`overview-run ${kind}`} style={{ left: of.left, width: of.width }} />
        })}
        {at && <i className="overview-window" style={{ left: at.left, width: `max(4px, ${at.share}%)` }} />}
      </div>
    </div>
  )
}
