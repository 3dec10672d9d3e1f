/** What happened, as marks over the charts: its words by pointer or keyboard, and the way to its entry. */
import { type KeyboardEvent, useId, useState } from 'react'
import type { FeedItem } from '../../../shared/domain/project-feed.ts'
import { feedMark, feedTone } from '../../components/feed-mark.ts'
import { Mark } from '../../components/mark.tsx'
import { formatTime } from '../../components/time.ts'
import { useSetUi } from '../../state/context.tsx'
import { groupMarks } from './group-marks.ts'
import type { Axis } from './metric-axis.ts'

const wordsOf = ({ atMs, who, text }: FeedItem, offsetMinutes: number) =>
  `${formatTime(atMs, offsetMinutes)} ${who}: ${text}`

type Props = { marks: readonly FeedItem[]; axis: Axis; offsetMinutes: number }

export function ChartMarks({ marks, axis, offsetMinutes }: Props) {
  const setUi = useSetUi()
  const id = useId()
  const [pointed, setPointed] = useState<number>()
  const groups = groupMarks(marks, axis)
  const shown = groups.find(({ shown: { seq } }) => seq === pointed)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const buttons = [...event.currentTarget.querySelectorAll('button')]
    const next = step !== 0 && buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step]
    if (!next) return
    next.focus()
    event.preventDefault()
  }
  return (
    <div
      className="chart-marks"
      role="toolbar"
      aria-label="What happened, on the axis of the charts"
      onKeyDown={onKeyDown}
    >
      {groups.map(({ at, items, shown: item }, index) => (
        <button
          key={item.seq}
          type="button"
          className={`chart-mark ${feedTone(item.kind)}`}
          style={{ left: `${at}%` }}
          tabIndex={(pointed === undefined ? index === groups.length - 1 : item.seq === pointed) ? 0 : -1}
          aria-label={items.map((each) => wordsOf(each, offsetMinutes)).join('. ')}
          onPointerEnter={() => setPointed(item.seq)}
          onPointerLeave={() => setPointed(undefined)}
          onFocus={() => setPointed(item.seq)}
          onBlur={() => setPointed(undefined)}
          onClick={() => setUi({ shownSeq: item.seq, view: 'deck' })}
        >
          <Mark name={feedMark(item.kind)} />
        </button>
      ))}
      {shown && (
        <div id={id} className="chart-words" aria-hidden="true">
          {shown.items.map((each) => (
            <div key={each.seq} className={feedTone(each.kind)}>
              <Mark name={feedMark(each.kind)} />
              <span>{wordsOf(each, offsetMinutes)}</span>
            </div>
          ))}
          <div className="t3">Click or Enter: its entry</div>
        </div>
      )}
    </div>
  )
}
