/** A decision or an action: written down, given to somebody, done, open again. */
import { useId, useState } from 'react'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import { MINUTE_KINDS, minuteState } from '../../../shared/documents/room-words.ts'
import { formatActor } from '../../../shared/documents/words.ts'
import type { MinuteView } from '../../../shared/domain/notes/select-minutes.ts'
import { Segments } from '../../components/segments.tsx'
import { formatTime } from '../../components/time.ts'
import { useSend } from '../../state/context.tsx'
import type { Dialog } from '../../state/ui-store.ts'
import type { Deck } from '../../state/use-deck.ts'
import { ReasonDialog } from '../dialogs/reason-dialog.tsx'
import { minutesOf } from './minute-list.tsx'
import { useMentions } from './use-mentions.ts'

type Props = { deck: Deck; dialog: Extract<Dialog, { kind: 'minute' }>; onClose: () => void }

export function MinuteDialog({ deck, dialog, onClose }: Props) {
  if (dialog.noteId === undefined) return <NewMinute deck={deck} minute={dialog.minute ?? 'action'} onClose={onClose} />
  const found = minutesOf(deck).find(({ noteId }) => noteId === dialog.noteId)
  return found ? <OneMinute key={found.noteId} deck={deck} minute={found} onClose={onClose} /> : null
}

type Assigned = { owner: string; due: string }

function AssignedFields({ deck, given, onGiven }: { deck: Deck; given: Assigned; onGiven: (next: Assigned) => void }) {
  const list = useId()
  const { whom } = useMentions(deck)
  return (
    <div className="input-row">
      <label className="labelled">
        <span className="label">Who sees to it, optional</span>
        <input
          className="field"
          list={list}
          maxLength={200}
          value={given.owner}
          placeholder="A name, or @role"
          onChange={(event) => onGiven({ ...given, owner: event.target.value })}
        />
        <datalist id={list}>
          {whom.map(({ kind, name }) => (
            <option key={`${kind} ${name}`} value={kind === 'role' ? `@${name}` : name} />
          ))}
        </datalist>
      </label>
      <label className="labelled">
        <span className="label">By when, optional</span>
        <input
          type="date"
          className="field"
          value={given.due}
          onChange={(event) => onGiven({ ...given, due: event.target.value })}
        />
      </label>
    </div>
  )
}

function NewMinute({ deck, minute, onClose }: { deck: Deck; minute: 'decision' | 'action'; onClose: () => void }) {
  const send = useSend()
  const [kind, setKind] = useState(minute)
  const [given, setGiven] = useState<Assigned>({ owner: '', due: '' })
  const write = (text: string) =>
    send({
      type: 'note.minute',
      kind,
      text,
      ...(given.owner.trim() === '' ? {} : { owner: given.owner }),
      ...(given.due === '' ? {} : { due: given.due }),
      ...(deck.isOpen && deck.run ? { runId: deck.run.id } : {}),
    })
  return (
    <ReasonDialog
      title="Write down a decision or an action"
      explains="It stands among the notes until it is done, and goes into the post-release review, the lessons learned and the report."
      label={kind === 'decision' ? 'What was decided' : 'What is to be done'}
      submit="Write it down"
      onClose={onClose}
      onSubmit={write}
      above={
        <Segments
          label="What it is"
          options={[
            ['decision', MINUTE_KINDS.decision],
            ['action', MINUTE_KINDS.action],
          ]}
          value={kind}
          onChange={setKind}
        />
      }
    >
      <AssignedFields deck={deck} given={given} onGiven={setGiven} />
    </ReasonDialog>
  )
}

type Way = 'done' | 'assign' | 'reopen'

const WAYS: Record<Way, { word: string; label: string; submit: string }> = {
  done: { word: 'It is done', label: 'What came of it', submit: 'Done' },
  assign: { word: 'Who and when', label: '', submit: 'Record it' },
  reopen: { word: 'Open again', label: 'Why it is open again', submit: 'Open it again' },
}

function OneMinute({ deck, minute, onClose }: { deck: Deck; minute: MinuteView; onClose: () => void }) {
  const send = useSend()
  const ways: Way[] = minute.done ? ['reopen'] : ['done', 'assign']
  const [way, setWay] = useState(ways[0]!)
  // A due time that is no day is left alone unless another is chosen.
  const [given, setGiven] = useState<Assigned>({ owner: minute.owner ?? '', due: (minute.due ?? '').slice(0, 10) })
  const { noteId } = minute
  const commandOf = (words: string): CommandInput => {
    if (way === 'reopen') return { type: 'note.reopen', noteId, words }
    if (way === 'done') return { type: 'note.settle', noteId, ...(words === '' ? {} : { words }) }
    const isSameDay = given.due === (minute.due ?? '').slice(0, 10)
    return { type: 'note.assign', noteId, owner: given.owner.trim(), ...(isSameDay ? {} : { due: given.due }) }
  }
  return (
    <ReasonDialog
      title={`${noteId}: ${minute.text}`}
      explains={`${MINUTE_KINDS[minute.kind]}, ${minuteState(minute)}. Written down by ${formatActor(minute.by)} at ${formatTime(minute.atMs, deck.offsetMinutes)}.`}
      label={WAYS[way].label || undefined}
      submit={WAYS[way].submit}
      isOptional={way !== 'reopen'}
      onClose={onClose}
      onSubmit={(words) => send(commandOf(words))}
      above={
        ways.length > 1 && (
          <Segments
            label="What you say"
            options={ways.map((each) => [each, WAYS[each].word] as const)}
            value={way}
            onChange={setWay}
          />
        )
      }
    >
      {way === 'assign' && <AssignedFields deck={deck} given={given} onGiven={setGiven} />}
    </ReasonDialog>
  )
}
