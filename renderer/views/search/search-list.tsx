import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { SearchHit } from '../../../shared/contract/search.ts'
import { formatCount } from '../../../shared/documents/words.ts'
import { printable } from '../../../shared/output/printable.ts'
import { Mark } from '../../components/mark.tsx'
import { formatDate, formatTime } from '../../components/time.ts'
import { linesOf, type SearchRow } from './search-rows.ts'

const LINE_PX = 18
const PAD_PX = 10

type Props = {
  rows: readonly SearchRow[]
  at: number
  offsetMinutes: number
  onChoose: (index: number) => void
}

export const optionId = (index: number) => `search-${index}`

export function SearchList({ rows, at, offsetMinutes, onChoose }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => linesOf(rows[index]!) * LINE_PX + PAD_PX,
    overscan: 10,
  })
  const atRow = rows.findIndex((row) => row.kind === 'hit' && row.index === at)
  useEffect(() => {
    if (atRow >= 0) virtual.scrollToIndex(atRow, { align: 'auto' })
  }, [virtual, atRow])
  return (
    <div ref={scroller} id="search-results" className="search-list" role="listbox" aria-label="Results">
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]!
          const place = { position: 'absolute', transform: `translateY(${item.start}px)`, height: item.size } as const
          if (row.kind === 'heading')
            return (
              <div key={item.key} role="presentation" className="search-group" style={place}>
                <b className="clip">{row.title}</b>
                <span className="t2 clip">{row.where}</span>
                <span className="t3 end clip">
                  {row.release}
                  {row.startedAt && `, ${dateTime(row.startedAt, offsetMinutes)}`}
                </span>
              </div>
            )
          return (
            <div
              key={item.key}
              id={optionId(row.index)}
              role="option"
              tabIndex={-1}
              aria-selected={row.index === at}
              className="search-hit"
              style={place}
              onPointerDown={() => onChoose(row.index)}
            >
              <Found hit={row.hit} offsetMinutes={offsetMinutes} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

const dateTime = (iso: string, offsetMinutes: number) =>
  `${formatDate(Date.parse(iso), offsetMinutes)} ${formatTime(Date.parse(iso), offsetMinutes)}`

function Found({ hit, offsetMinutes }: { hit: SearchHit; offsetMinutes: number }) {
  if (hit.kind === 'entry')
    return (
      <>
        <div className="search-line">
          <span className="num t3">{formatCount(hit.seq)}</span>
          <span className="clip">
            <Mark name="ledger" className="t2" /> <span className="t2">{printable(hit.by)}:</span> {printable(hit.says)}
          </span>
          <span className="t3 end nowrap">{dateTime(hit.recordedAt, offsetMinutes)}</span>
        </div>
        <div className="search-line mono">
          <span className="num" />
          <span className="clip">
            <Marked hit={hit} />
          </span>
        </div>
      </>
    )
  const { before, line, after } = hit
  const around = (text: string, number: number) => (
    <div key={number} className="search-line mono t3">
      <span className="num">{formatCount(number + 1)}</span>
      <span className="clip">{printable(text)}</span>
    </div>
  )
  return (
    <>
      {before.map((text, index) => around(text, line - before.length + index))}
      <div className="search-line mono">
        <span className="num t2">{formatCount(line + 1)}</span>
        <span className="clip">
          <Marked hit={hit} />
        </span>
        {hit.storedAt && (
          <span className="t3 end nowrap">by {formatTime(Date.parse(hit.storedAt), offsetMinutes)}</span>
        )}
      </div>
      {after.map((text, index) => around(text, line + 1 + index))}
    </>
  )
}

function Marked({ hit: { text, ranges, isCutBefore, isCutAfter } }: { hit: SearchHit }) {
  const starts = ranges.map((_, index) => ranges[index - 1]?.[1] ?? 0)
  return (
    <>
      {isCutBefore && '…'}
      {ranges.map(([from, to], index) => (
        <span key={from}>
          {printable(text.slice(starts[index], from))}
          <mark>{printable(text.slice(from, to))}</mark>
        </span>
      ))}
      {printable(text.slice(ranges.at(-1)?.[1] ?? 0))}
      {isCutAfter && '…'}
    </>
  )
}
