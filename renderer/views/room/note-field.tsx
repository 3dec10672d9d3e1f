/** The place to say something: a note, a decision, or an action of whom it mentions first. */
import { useRef, useState } from 'react'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import { type Mention, splitMentions } from '../../../shared/domain/notes/mentions.ts'
import { Refusal } from '../../components/refusal.tsx'
import { useSend } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { NOTE_FIELD } from '../deck/focus-note.ts'
import { MentionField } from './mention-field.tsx'
import { useMentions } from './use-mentions.ts'

type Kind = 'note' | 'decision' | 'action'

const LABELS: Record<Kind, string> = {
  note: 'Add a note to the record',
  decision: 'Write down a decision',
  action: 'Write down an action: @ who sees to it',
}

function commandOf(kind: Kind, text: string, whom: readonly Mention[], { isOpen, run }: Deck): CommandInput {
  const during = isOpen && run ? { runId: run.id } : {}
  if (kind === 'note') return { type: 'note.add', text, ...during }
  const owner = splitMentions(text, whom).find(({ mention }) => mention)?.mention
  return {
    type: 'note.minute',
    kind,
    text,
    ...(kind === 'action' && owner ? { owner: owner.kind === 'role' ? `@${owner.name}` : owner.name } : {}),
    ...during,
  }
}

export function NoteField({ deck }: { deck: Deck }) {
  const send = useSend()
  const { whom } = useMentions(deck)
  const field = useRef<HTMLInputElement>(null)
  const [kind, setKind] = useState<Kind>('note')
  const [text, setText] = useState('')
  const [refusal, setRefusal] = useState<string>()
  const submit = async () => {
    const said = text.trim()
    if (!said) return
    const sentence = await send(commandOf(kind, said, whom, deck))
    setRefusal(sentence)
    if (sentence) return
    setText('')
    setKind('note')
  }
  return (
    <div className="note-field">
      <Refusal sentence={refusal} />
      <div className="note-line">
        <select
          className="field note-kind"
          aria-label="What it is"
          value={kind}
          onChange={(event) => {
            setKind(event.target.value as Kind)
            field.current?.focus()
          }}
        >
          <option value="note">Note</option>
          <option value="decision">Decision</option>
          <option value="action">Action</option>
        </select>
        <div className="note-text">
          <MentionField
            field={field}
            id={NOTE_FIELD}
            label={LABELS[kind]}
            value={text}
            whom={whom}
            onChange={setText}
            onSubmit={() => void submit()}
          />
          <kbd>{text ? 'Enter' : 'N'}</kbd>
        </div>
      </div>
    </div>
  )
}
