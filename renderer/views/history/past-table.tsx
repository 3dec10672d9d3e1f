/** The releases of the range, a thousand as quickly as ten. A row leads to its release. */
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { PastRelease } from '../../../shared/domain/history/past-release.ts'
import type { Sort } from '../../../shared/domain/history/select-past.ts'
import type { ReleaseId } from '../../../shared/ids.ts'
import { Mark } from '../../components/mark.tsx'
import { useSetUi } from '../../state/context.tsx'
import type { HistoryWish } from '../../state/ui-store.ts'
import { PastRow } from './past-row.tsx'
import type { Past } from './use-past.ts'

const COLUMNS: readonly (readonly [Sort | undefined, string, boolean])[] = [
  ['date', 'went out', false],
  ['name', 'release', false],
  ['outcome', 'outcome', false],
  ['deployment', 'took', true],
  [undefined, 'planned', true],
  [undefined, 'diff', true],
  ['rollback', 'rollback', true],
  ['drill', 'drill', true],
  ['issues', 'issues', true],
  ['deviations', 'deviat.', true],
]

const rowHeight = () => Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue('--row'), 10) || 28

type Props = { past: Past; wish: HistoryWish; isReading: boolean; onOpen: (release: ReleaseId) => void }

export function PastTable({ past, wish, isReading, onOpen }: Props) {
  const { rows } = past
  return (
    <section className="past" aria-label="Releases">
      <Head wish={wish} />
      {rows.length === 0 ? (
        <NoRow past={past} wish={wish} />
      ) : (
        <Rows rows={rows} isReading={isReading} onOpen={onOpen} />
      )}
    </section>
  )
}

function NoRow({ past: { ofProduct }, wish: { days, text } }: Pick<Props, 'past' | 'wish'>) {
  const found = text.trim() ? `No release fits “${text.trim()}”` : 'No release went out'
  return (
    <p className="empty">
      {found}
      {days === undefined ? '.' : ` in the last ${days === 365 ? '12 months' : `${days} days`}.`}{' '}
      {ofProduct > 0 && `Choose a longer range${text.trim() ? ' or shorten the search' : ''}: there are ${ofProduct}.`}
    </p>
  )
}

/** The first press sorts what is a number by the longest first. */
function Head({ wish }: { wish: HistoryWish }) {
  const setUi = useSetUi()
  const { sort, isDescending } = wish
  return (
    <div className="list-row list-head past-row past-head t3">
      {COLUMNS.map(([by, word, isNumber]) =>
        by === undefined ? (
          <span key={word} className="num">
            {word}
          </span>
        ) : (
          <button
            key={word}
            type="button"
            className={`past-sort ${isNumber ? 'is-num' : ''} ${isDescending ? '' : 'is-ascending'}`}
            aria-pressed={sort === by}
            aria-label={`${word}, sort by ${by}${sort === by ? (isDescending ? ', now descending' : ', now ascending') : ''}`}
            onClick={() =>
              setUi({
                history: {
                  ...wish,
                  sort: by,
                  isDescending: sort === by ? !isDescending : by !== 'name' && by !== 'outcome',
                },
              })
            }
          >
            {word}
            {sort === by && <Mark name="down" />}
          </button>
        ),
      )}
    </div>
  )
}

type RowsProps = { rows: readonly PastRelease[]; isReading: boolean; onOpen: (release: ReleaseId) => void }

/** One row is in the order of the Tab key; up and down, Page and Home and End go from it to others. */
function Rows({ rows, isReading, onOpen }: RowsProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const current = Math.min(at, rows.length - 1)
  const walkedTo = useRef<number>(undefined)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: 12,
    // The one in the order of the Tab key is always there, however far it was scrolled away.
    rangeExtractor: (range) => [...new Set([current, ...defaultRangeExtractor(range)])].toSorted((a, b) => a - b),
  })
  // Only a key moves the focus: a filter that shortens the list leaves it where it is.
  useEffect(() => {
    if (walkedTo.current !== current) return
    walkedTo.current = undefined
    scroller.current?.querySelector<HTMLElement>(`[data-index="${current}"]`)?.focus({ preventScroll: true })
  }, [current])
  const walk = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight()) - 1)
    const to = { ArrowDown: current + 1, ArrowUp: current - 1, PageDown: current + page, PageUp: current - page }[
      event.key
    ]
    const end = { Home: 0, End: rows.length - 1 }[event.key]
    const next = end ?? to
    if (next === undefined) return
    event.preventDefault()
    const index = Math.min(rows.length - 1, Math.max(0, next))
    virtual.scrollToIndex(index, { align: 'auto' })
    walkedTo.current = index
    setAt(index)
  }
  return (
    <div ref={scroller} className="list-scroll">
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => (
          <PastRow
            key={rows[item.index]!.release}
            past={rows[item.index]!}
            index={item.index}
            isCurrent={item.index === current}
            isReading={isReading}
            style={{ position: 'absolute', transform: `translateY(${item.start}px)`, height: item.size }}
            onFocus={() => setAt(item.index)}
            onKeyDown={walk}
            onOpen={onOpen}
          />
        ))}
      </div>
    </div>
  )
}
