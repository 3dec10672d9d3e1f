/** A field in which `@` offers the roles and people of the release. */
import { type ChangeEvent, type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { formatRole } from '../../../shared/documents/words.ts'
import { completeMention, type Mention, typedMention } from '../../../shared/domain/notes/mentions.ts'
import { lineAfter } from '../../components/list-keys.ts'

const MOST_SHOWN = 7

type Props = {
  field: RefObject<HTMLInputElement | null>
  id: string
  label: string
  value: string
  whom: readonly Mention[]
  onChange: (value: string) => void
  onSubmit: () => void
}

export function MentionField({ field, id, label, value, whom, onChange, onSubmit }: Props) {
  const list = useId()
  const [caret, setCaret] = useState(0)
  const [at, setAt] = useState(0)
  const [isClosed, setClosed] = useState(false)
  const typed = isClosed ? undefined : typedMention(value, caret)
  const found = typed ? completeMention(typed.typed, whom).slice(0, MOST_SHOWN) : []
  const shown = found.length === 1 && found[0]!.name === typed?.typed ? [] : found
  const accept = (mention: Mention) => {
    const before = value.slice(0, typed!.from) + mention.name
    onChange(`${before} ${value.slice(caret).trimStart()}`)
    setCaret(before.length + 1)
    requestAnimationFrame(() => field.current?.setSelectionRange(before.length + 1, before.length + 1))
  }
  const onTyped = (event: ChangeEvent<HTMLInputElement>) => {
    setCaret(event.target.selectionStart ?? event.target.value.length)
    setAt(0)
    setClosed(false)
    onChange(event.target.value)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = shown[at]
    const next = lineAfter(event.key, at, shown.length)
    if (chosen && (event.key === 'Enter' || event.key === 'Tab')) accept(chosen)
    else if (chosen && next !== undefined) setAt(next)
    else if (chosen && event.key === 'Escape') setClosed(true)
    else if (event.key === 'Enter') return onSubmit()
    else if (event.key === 'Escape') return field.current?.blur()
    else return
    event.preventDefault()
  }
  return (
    <>
      {shown.length > 0 && (
        <div id={list} className="mention-list" role="listbox" aria-label="Whom to mention">
          {shown.map((mention, index) => (
            <div
              key={`${mention.kind} ${mention.name}`}
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              className="palette-item"
              onPointerDown={(event) => {
                event.preventDefault()
                accept(mention)
              }}
            >
              <span className="clip">@{mention.name}</span>
              <span className="t3 small">{mention.kind === 'role' ? formatRole(mention.name) : 'person'}</span>
            </div>
          ))}
        </div>
      )}
      <input
        ref={field}
        id={id}
        className="field"
        role="combobox"
        aria-expanded={shown.length > 0}
        aria-controls={list}
        aria-activedescendant={shown[at] ? `${list}-${at}` : undefined}
        aria-label={label}
        placeholder={label}
        maxLength={4000}
        value={value}
        onChange={onTyped}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
        onBlur={() => setClosed(true)}
        onKeyDown={onKeyDown}
      />
    </>
  )
}
