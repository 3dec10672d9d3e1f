/** Decisions and actions that were written down: what is open first. */
import { minuteState, ownerWords } from '../../../shared/documents/room-words.ts'
import { formatAgreed } from '../../../shared/documents/words.ts'
import { splitMentions } from '../../../shared/domain/notes/mentions.ts'
import { type MinuteView, selectMinutes } from '../../../shared/domain/notes/select-minutes.ts'
import { Mark } from '../../components/mark.tsx'
import { MentionText } from '../../components/mention-text.tsx'
import { reachable } from '../../components/reachable.ts'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { useMentions } from './use-mentions.ts'

export const minutesOf = ({ state, nowMs, offsetMinutes }: Deck): MinuteView[] =>
  selectMinutes(state, nowMs, offsetMinutes)

const standing = (minute: MinuteView): string =>
  [
    minute.owner ? ownerWords(minute.owner) : '',
    minute.done || !minute.due ? '' : `due ${formatAgreed(minute.due)}`,
    minute.done ? 'done' : minute.isOverdue ? 'overdue' : '',
  ]
    .filter(Boolean)
    .join(', ')

export function MinuteList({ deck }: { deck: Deck }) {
  const setUi = useSetUi()
  const { whom, isMe } = useMentions(deck)
  const minutes = minutesOf(deck).toSorted((a, b) => Number(Boolean(a.done)) - Number(Boolean(b.done)) || a.seq - b.seq)
  return (
    <ul className="feed minutes" aria-label="Decisions and actions" {...reachable}>
      {minutes.map((minute) => (
        <li key={minute.noteId} className={minute.done ? 't3' : ''}>
          <span className="t3">{minute.noteId}</span>
          <Mark name={minute.done ? 'tick' : minute.kind} className={minute.isOverdue ? 't1' : 't2'} />
          <span className="clip" title={`${minute.text}. ${minuteState(minute)}`}>
            <MentionText parts={splitMentions(minute.text, whom)} isMe={isMe} />
          </span>
          <span className={minute.isOverdue ? 'bold clip' : 't2 clip'}>{standing(minute)}</span>
          <button
            type="button"
            className="btn btn-plain"
            aria-label={`${minute.noteId}: owner, date, done`}
            onClick={() => setUi({ dialog: { kind: 'minute', noteId: minute.noteId } })}
          >
            {minute.done ? 'Open again…' : 'Done…'}
          </button>
        </li>
      ))}
      {minutes.length === 0 && (
        <li className="t3 feed-empty">
          Decisions and actions stand here until they are done, and then in the review. Choose one of them below instead
          of Note.
        </li>
      )}
    </ul>
  )
}
