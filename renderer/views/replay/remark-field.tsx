/** Where something is said about the moment that is shown, for the post-mortem. */
import { type KeyboardEvent, useRef, useState } from 'react'
import { Refusal } from '../../components/refusal.tsx'
import { NOTE_FIELD } from '../deck/focus-note.ts'
import { useReplayParts } from './replay-context.tsx'

const PLACES = {
  record: 'Remark on this moment, goes on the record',
  closed: 'Remark on this moment, kept beside the closed record',
  bundle: 'Remark on this moment, kept beside the bundle',
}

export function RemarkField() {
  const { remarks } = useReplayParts()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [refusal, setRefusal] = useState<string>()
  const submit = async () => {
    if (!text.trim()) return
    const sentence = await remarks.add(text.trim())
    setRefusal(sentence)
    if (!sentence) setText('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void submit()
    if (event.key === 'Escape') field.current?.blur()
  }
  const words = PLACES[remarks.place]
  return (
    <div className="note-field">
      <Refusal sentence={refusal} />
      <input
        ref={field}
        id={NOTE_FIELD}
        className="field"
        value={text}
        maxLength={4000}
        placeholder={words}
        aria-label={words}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <kbd>{text ? 'Enter' : 'N'}</kbd>
    </div>
  )
}
