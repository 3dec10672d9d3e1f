/** What people said and decided and what the cockpit noticed, newest first; what is to be done; and the place to say something. */
import { useMemo } from 'react'
import { splitMentions } from '../../../shared/domain/notes/mentions.ts'
import { projectFeed } from '../../../shared/domain/project-feed.ts'
import { feedMark, feedTone } from '../../components/feed-mark.ts'
import { Mark } from '../../components/mark.tsx'
import { MentionText } from '../../components/mention-text.tsx'
import { reachable } from '../../components/reachable.ts'
import { Segments } from '../../components/segments.tsx'
import { formatTime } from '../../components/time.ts'
import { useCockpit, useSession, useSetUi, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { RemarkField } from '../replay/remark-field.tsx'
import { MinuteList, minutesOf } from '../room/minute-list.tsx'
import { NoteField } from '../room/note-field.tsx'
import { PrivateNotes } from '../room/private-notes.tsx'
import { useMentions } from '../room/use-mentions.ts'

const showRow = (row: HTMLElement | null) => row?.scrollIntoView({ block: 'nearest' })

export function NotesPanel({ deck }: { deck: Deck }) {
  const panel = useUi((ui) => ui.notesPanel)
  const { replay } = useSession()
  const setUi = useSetUi()
  const open = minutesOf(deck).filter(({ done }) => !done).length
  return (
    <section className="notes" aria-label="Notes and decisions">
      <div className="panel-head">
        <h2>Notes</h2>
        <span className="end">
          <Segments
            label="Notes shown"
            options={[
              ['all', 'All'],
              ['minutes', open > 0 ? `To do ${open}` : 'To do'],
              ...(replay ? [] : [['private', 'Private'] as const]),
            ]}
            value={panel}
            onChange={(notesPanel) => setUi({ notesPanel })}
          />
        </span>
      </div>
      {panel === 'all' && <Feed deck={deck} />}
      {panel === 'minutes' && <MinuteList deck={deck} />}
      {replay ? <RemarkField /> : panel === 'private' ? <PrivateNotes deck={deck} /> : <NoteField deck={deck} />}
    </section>
  )
}

function Feed({ deck }: { deck: Deck }) {
  const events = useCockpit((state) => state.events)
  const shown = useUi((ui) => ui.shownSeq)
  const { whom, isMe } = useMentions(deck)
  const items = useMemo(() => {
    const steps = deck.definition.runbook.stages.flatMap((stage) => stage.steps)
    const titles = new Map(steps.map((step) => [step.id as string, step.title]))
    return projectFeed(events, titles, 400).map((item) => ({ ...item, parts: splitMentions(item.text, whom) }))
  }, [events, deck.definition, whom])
  return (
    <ol className="feed" {...reachable}>
      {items.map((item) => (
        <li
          key={item.seq}
          className={item.seq === shown ? 'is-shown' : ''}
          ref={item.seq === shown ? showRow : undefined}
        >
          <span className="t3">{formatTime(item.atMs, deck.offsetMinutes)}</span>
          <Mark name={feedMark(item.kind)} className={feedTone(item.kind)} />
          <span className="t2 clip">{item.who}</span>
          <span className="clip" title={item.text}>
            <MentionText parts={item.parts} isMe={isMe} />
          </span>
        </li>
      ))}
      {items.length === 0 && (
        <li className="t3 feed-empty">Decisions, breaches and notes are listed here as they are recorded.</li>
      )}
    </ol>
  )
}
