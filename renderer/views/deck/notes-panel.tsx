import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { formatCount } from '../../../shared/documents/words.ts'
import { projectFeed } from '../../../shared/domain/project-feed.ts'
import { feedMark, feedTone } from '../../components/feed-mark.ts'
import { Mark } from '../../components/mark.tsx'
import { reachable } from '../../components/reachable.ts'
import { Refusal } from '../../components/refusal.tsx'
import { formatTime } from '../../components/time.ts'
import { useCockpit, useSend, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { NOTE_FIELD } from './focus-note.ts'

const showRow = (row: HTMLElement | null) => row?.scrollIntoView({ block: 'nearest' })

/** What people said and decided and what the cockpit noticed, newest first; and the place to say something. */
export function NotesPanel({ deck }: { deck: Deck }) {
  const events = useCockpit((state) => state.events)
  const shown = useUi((ui) => ui.shownSeq)
  const items = useMemo(() => {
    const steps = deck.definition.runbook.stages.flatMap((stage) => stage.steps)
    return projectFeed(events, new Map(steps.map((step) => [step.id as string, step.title])), 400)
  }, [events, deck.definition])
  return (
    <section className="notes" aria-label="Notes and decisions">
      <div className="panel-head">
        <h2>Notes and decisions</h2>
        <span className="end t2">{formatCount(deck.state.size)} entries</span>
      </div>
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
              {item.text}
            </span>
          </li>
        ))}
        {items.length === 0 && (
          <li className="t3 feed-empty">Decisions, breaches and notes are listed here as they are recorded.</li>
        )}
      </ol>
      <NoteField deck={deck} />
    </section>
  )
}

function NoteField({ deck }: { deck: Deck }) {
  const send = useSend()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [refusal, setRefusal] = useState<string>()
  const submit = async () => {
    if (!text.trim()) return
    const sentence = await send({
      type: 'note.add',
      text: text.trim(),
      ...(deck.isOpen && deck.run ? { runId: deck.run.id } : {}),
    })
    setRefusal(sentence)
    if (!sentence) setText('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void submit()
    if (event.key === 'Escape') field.current?.blur()
  }
  return (
    <div className="note-field">
      <Refusal sentence={refusal} />
      <input
        ref={field}
        id={NOTE_FIELD}
        className="field"
        value={text}
        placeholder="Add a note to the record"
        aria-label="Add a note to the record"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <kbd>{text ? 'Enter' : 'N'}</kbd>
    </div>
  )
}
