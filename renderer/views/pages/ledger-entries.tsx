import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { describeEvent } from '../../../shared/documents/describe-event.ts'
import { formatCount } from '../../../shared/documents/words.ts'
import type { RecordedEvent } from '../../../shared/events/index.ts'
import { Mark } from '../../components/mark.tsx'
import { formatTime } from '../../components/time.ts'
import { kindOf, whoOf } from './ledger-kinds.ts'

type TableProps = {
  rows: RecordedEvent[]
  entry: RecordedEvent | undefined
  offset: number
  /** Scrolled to. */
  shownSeq?: number
  onChoose: (seq: number) => void
}

const rowHeight = () => Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue('--row'), 10) || 28

export function EntryTable({ rows, entry, offset, shownSeq, onChoose }: TableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: 12,
    initialOffset: rows.length * rowHeight(),
  })
  const shownRow = shownSeq === undefined ? -1 : rows.findIndex((event) => event.seq === shownSeq)
  const isThere = shownRow >= 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: gone to once, not at every new entry
  useEffect(() => {
    if (isThere) virtual.scrollToIndex(shownRow, { align: 'center' })
  }, [virtual, shownSeq, isThere])
  return (
    <>
      <div className="list-row list-head entry-row t3" aria-hidden="true">
        <span className="num">entry</span>
        <span>time</span>
        <span />
        <span>event</span>
        <span>who and what</span>
        <span className="num">hash</span>
      </div>
      {rows.length === 0 && (
        <p className="empty">No entry fits the filter. Tick more kinds at the left or shorten the search.</p>
      )}
      <div ref={scroller} className="list-scroll">
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const event = rows[item.index]!
            return (
              <button
                key={event.seq}
                type="button"
                className="list-row entry-row"
                aria-pressed={event.seq === entry?.seq}
                style={{ position: 'absolute', transform: `translateY(${item.start}px)`, height: item.size }}
                onClick={() => onChoose(event.seq)}
              >
                <span className="num t2">{formatCount(event.seq)}</span>
                <span className="t2">{formatTime(Date.parse(event.recordedAt), offset)}</span>
                <Mark name={kindOf(event.type).mark} className={event.type === 'metric.breached' ? 'red' : 't2'} />
                <span className="mono t2 clip">{event.type}</span>
                <span className="clip">
                  <span className="t2">{whoOf(event)}: </span>
                  {describeEvent(event)}
                </span>
                <span className="mono t3 num">{event.hash.slice(0, 4)}</span>
              </button>
            )
          })}
        </div>
      </div>
    </>
  )
}
