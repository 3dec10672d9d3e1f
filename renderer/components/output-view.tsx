/** Rows of output on a scroller of bounded height: a hundred million lines scroll as well as ten. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { splitAt } from '../output/output-search.ts'
import type { OutputWindow } from '../output/output-window.ts'
import { terminalLine } from '../output/terminal-line.ts'
import { reachable } from './reachable.ts'

/** Browsers stop drawing somewhere above 16 million pixels; beyond this the scrollbar is a proportion. */
const MOST_PX = 8_000_000
/** Above the first line. */
const PAD_PX = 8
const LONGEST_SHOWN = 8000

type Props = {
  output: OutputWindow
  /** Changes when lines arrived. */
  revision: number
  lineHeight: number
  isFollowing: boolean
  onFollowing: (isFollowing: boolean) => void
  /** What is highlighted; `line` is gone to when it changes. */
  found?: { text: string; matchCase: boolean; line?: number }
}

export function OutputView({ output, revision, lineHeight, isFollowing, onFollowing, found }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState(0)
  const [scrollTop, setScrollTop] = useState(0)
  const rows = output.rowCount
  const visible = Math.max(1, Math.floor((height - PAD_PX) / lineHeight))
  const spacer = Math.min(rows * lineHeight + PAD_PX, MOST_PX)
  const isScaled = rows * lineHeight > MOST_PX
  const lastTop = Math.max(0, rows - visible)
  const share = spacer > height ? scrollTop / (spacer - height) : 0
  const first = isFollowing
    ? lastTop
    : Math.min(lastTop, isScaled ? Math.round(share * lastTop) : Math.floor(scrollTop / lineHeight))

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(() => setHeight(element.clientHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  useEffect(() => output.want(first, first + visible + 1, isFollowing), [output, first, visible, isFollowing])

  useLayoutEffect(() => {
    void revision
    const element = scroller.current
    if (element && isFollowing) element.scrollTop = spacer
  }, [isFollowing, spacer, revision])

  const place = useRef({ rows, visible, spacer, height, lineHeight, isScaled, lastTop })
  place.current = { rows, visible, spacer, height, lineHeight, isScaled, lastTop }
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element || found?.line === undefined || isFollowing) return
    element.scrollTop = topOf(found.line, place.current)
  }, [found, isFollowing])

  useWheelByLine(scroller, isScaled, (lines) => {
    const element = scroller.current
    if (element) element.scrollTop += (lines / Math.max(1, lastTop)) * (spacer - height)
  })

  const onScroll = () => {
    const element = scroller.current!
    setScrollTop(element.scrollTop)
    const isAtEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - 4
    if (isAtEnd !== isFollowing) onFollowing(isAtEnd)
  }

  const numbers = Array.from({ length: Math.min(visible + 2, rows - first) }, (_, index) => first + index)
  const shift = isFollowing || isScaled ? 0 : scrollTop % lineHeight
  return (
    <div
      ref={scroller}
      className="output mono"
      role="log"
      aria-live="off"
      aria-label="Output"
      {...reachable}
      onScroll={onScroll}
    >
      <div style={{ height: spacer }}>
        <div className="output-lines" style={{ transform: `translateY(${-shift}px)` }}>
          {numbers.map((number) => (
            <Line key={number} output={output} number={number} found={found} />
          ))}
        </div>
      </div>
    </div>
  )
}

type Place = { visible: number; spacer: number; height: number; lineHeight: number; isScaled: boolean; lastTop: number }

/** Where the scrollbar stands when a line is shown a third down. */
function topOf(line: number, { visible, spacer, height, lineHeight, isScaled, lastTop }: Place): number {
  const first = Math.max(0, Math.min(lastTop, line - Math.floor(visible / 3)))
  return isScaled ? (first / Math.max(1, lastTop)) * (spacer - height) : first * lineHeight
}

/** A run has no identity but its place in the line. */
const keyed = (text: string) => terminalLine(text).map((run, place) => ({ ...run, key: `run-${place}` }))

function Line({ output, number, found }: { output: OutputWindow; number: number; found: Props['found'] }) {
  const line = output.line(number)
  if (!line) return <div className="output-line t3">…</div>
  const text =
    line.text.length > LONGEST_SHOWN && !line.text.includes('\r') ? line.text.slice(0, LONGEST_SHOWN) : line.text
  return (
    <div className={found?.line === number ? 'output-line is-found' : 'output-line'}>
      {keyed(text).map((run) => (
        <span
          key={run.key}
          className={[
            run.color && `a-${run.color}`,
            run.isBold && 'a-bold',
            run.isDim && 'a-dim',
            run.isInverse && 'a-inverse',
          ]
            .filter(Boolean)
            .join(' ')}
        >
          {found ? <Highlighted text={run.text} found={found} /> : run.text}
        </span>
      ))}
      {(line.isCut || text.length < line.text.length) && (
        <span className="t3"> (one very long line, kept whole in the ledger)</span>
      )}
    </div>
  )
}

function Highlighted({ text, found }: { text: string; found: NonNullable<Props['found']> }) {
  const pieces = splitAt(text, found.text, found.matchCase).map((piece, index) => ({ piece, key: `piece-${index}` }))
  return pieces.map(({ piece, key }, index) => (index % 2 === 1 ? <mark key={key}>{piece}</mark> : piece))
}

/** On a proportional scrollbar one notch would jump thousands of lines: the wheel goes by lines instead. */
function useWheelByLine(
  scroller: { current: HTMLDivElement | null },
  isScaled: boolean,
  move: (lines: number) => void,
) {
  const latest = useRef(move)
  latest.current = move
  useEffect(() => {
    const element = scroller.current
    if (!element || !isScaled) return
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      latest.current(Math.sign(event.deltaY) * Math.max(1, Math.round(Math.abs(event.deltaY) / 30)))
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [scroller, isScaled])
}
