/** Everything one can jump to, by its words. */
import { useMemo, useState } from 'react'
import { DialogSheet } from '../../components/dialog-sheet.tsx'
import { feedMark, feedTone } from '../../components/feed-mark.ts'
import { Mark } from '../../components/mark.tsx'
import { PickList } from '../../components/pick-list.tsx'
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
  const offset = deck?.offsetMinutes ?? 0
  const found = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean)
    return replay.marks.filter((mark) => {
      const said = `${formatTime(mark.atMs, offset)} ${mark.who} ${mark.text} ${mark.seq}`.toLowerCase()
      return words.every((word) => said.includes(word))
    })
  }, [replay, text, offset])
  return (
    <DialogSheet label="Jump to an event" className="dialog palette" onClose={onClose}>
      <PickList
        label="Jump to an event"
        found="Events"
        placeholder="words, a name, a time, an entry"
        text={text}
        onText={setText}
        items={found.slice(0, MOST_SHOWN)}
        itemClass="palette-item replay-event"
        onChoose={(mark) => {
          onClose()
          replay.seekEntry(mark.seq)
        }}
        after={
          <>
            {found.length === 0 && <p className="empty">Nothing that happened is called that.</p>}
            {found.length > MOST_SHOWN && <p className="empty">{found.length - MOST_SHOWN} more: write more words.</p>}
          </>
        }
      >
        {(mark) => (
          <>
            <span className="num t2 nowrap">
              {formatDay(mark.atMs, offset)} {formatTime(mark.atMs, offset)}
            </span>
            <Mark name={feedMark(mark.kind)} className={feedTone(mark.kind)} />
            <span className="clip grow">
              <span className="t2">{mark.who}: </span>
              {mark.text}
            </span>
          </>
        )}
      </PickList>
    </DialogSheet>
  )
}
