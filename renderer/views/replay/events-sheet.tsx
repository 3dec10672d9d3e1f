/** Everything one can jump to, by its words. */
import { type KeyboardEvent, useMemo, useState } from 'react'
import { DialogSheet } from '../../components/dialog-sheet.tsx'
import { feedMark, feedTone } from '../../components/feed-mark.ts'
import { Mark } from '../../components/mark.tsx'
import { formatDay, formatTime } from '../../components/time.ts'
import type { Replay } from '../../state/replay/replay.ts'
import type { Deck } from '../../state/use-deck.ts'

const MOST_SHOWN = 200

export function EventsSheet({
  replay,
  deck,
  onClose,
}: {
  replay: Replay
  deck: Deck | undefined
  onClose: () => void
}) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const offset = deck?.offsetMinutes ?? 0
  const found = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean)
    return replay.marks.filter((mark) => {
      const said = `${formatTime(mark.atMs, offset)} ${mark.who} ${mark.text} ${mark.seq}`.toLowerCase()
      return words.every((word) => said.includes(word))
    })
  }, [replay, text, offset])
  const shown = found.slice(0, MOST_SHOWN)
  const choose = (index: number) => {
    const mark = shown[index]
    if (!mark) return
    onClose()
    replay.seekEntry(mark.seq)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(shown.length - 1, at + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
    else if (event.key === 'Enter') choose(at)
    else return
    event.preventDefault()
  }
  return (
    <DialogSheet label="Jump to an event" className="dialog palette" onClose={onClose}>
      <input
        className="field"
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls="replay-events"
        aria-activedescendant={shown[at] ? `replay-event-${at}` : undefined}
        aria-label="Jump to an event"
        placeholder="words, a name, a time, an entry"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id="replay-events" role="listbox" aria-label="Events">
        {shown.map((mark, index) => (
          <div
            key={mark.seq}
            id={`replay-event-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className="palette-item replay-event"
            ref={index === at ? (row) => row?.scrollIntoView({ block: 'nearest' }) : undefined}
            onPointerDown={() => choose(index)}
          >
            <span className="num t2 nowrap">
              {formatDay(mark.atMs, offset)} {formatTime(mark.atMs, offset)}
            </span>
            <Mark name={feedMark(mark.kind)} className={feedTone(mark.kind)} />
            <span className="clip grow">
              <span className="t2">{mark.who}: </span>
              {mark.text}
            </span>
          </div>
        ))}
        {found.length === 0 && <p className="empty">Nothing that happened is called that.</p>}
        {found.length > MOST_SHOWN && <p className="empty">{found.length - MOST_SHOWN} more: write more words.</p>}
      </div>
    </DialogSheet>
  )
}
