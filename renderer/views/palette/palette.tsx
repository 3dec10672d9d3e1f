/** Ctrl K: every action, view, step, document and release by name. */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { DialogSheet } from '../../components/dialog-sheet.tsx'
import { useSession, useSetUi, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { findItems, GROUPS, type PaletteItem, SHOWN } from './palette-item.ts'
import { usePaletteItems } from './use-palette-items.ts'

export function Palette({ deck }: { deck: Deck | undefined }) {
  const isOpen = useUi((ui) => ui.isPaletteOpen)
  return isOpen ? <OpenPalette deck={deck} /> : null
}

const MOVES: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => (at === last ? 0 : at + 1),
  ArrowUp: (at, last) => (at === 0 ? last : at - 1),
  PageDown: (at, last) => Math.min(last, at + 10),
  PageUp: (at) => Math.max(0, at - 10),
}

function OpenPalette({ deck }: { deck: Deck | undefined }) {
  const setUi = useSetUi()
  const { cockpit } = useSession()
  const items = usePaletteItems(deck)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  useEffect(() => void cockpit.refreshReleases().catch(() => undefined), [cockpit])
  const found = useMemo(() => findItems(items, text), [items, text])
  const shown = found.slice(0, SHOWN)
  const close = () => setUi({ isPaletteOpen: false })
  const choose = (item: PaletteItem | undefined) => {
    if (!item) return
    close()
    item.perform()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[event.key]
    if (move) setAt(move(at, Math.max(0, shown.length - 1)))
    else if (event.key === 'Enter') choose(shown[at])
    else return
    event.preventDefault()
  }
  return (
    <DialogSheet label="Find or do anything" className="dialog palette" onClose={close}>
      <input
        className="field"
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-items"
        aria-activedescendant={shown[at] ? `palette-${at}` : undefined}
        aria-label="Find or do anything"
        placeholder="An action, a view, a step, a document, a release"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <Found shown={shown} at={at} isGrouped={text.trim() === ''} onChoose={choose} />
      <p className="palette-foot small t3" role="status">
        {found.length === 0
          ? 'Nothing is called that.'
          : `${found.length > SHOWN ? `The first ${SHOWN} of ${found.length}. ` : ''}Arrows move, Enter does it, Esc leaves.`}
      </p>
    </DialogSheet>
  )
}

type FoundProps = {
  shown: readonly PaletteItem[]
  at: number
  /** In its own order, so that groups have a heading; ranked otherwise, with the group at each line. */
  isGrouped: boolean
  onChoose: (item: PaletteItem) => void
}

function Found({ shown, at, isGrouped, onChoose }: FoundProps) {
  const selected = useRef<HTMLDivElement>(null)
  useEffect(() => void selected.current?.scrollIntoView({ block: 'nearest' }))
  const row = (item: PaletteItem) => {
    const index = shown.indexOf(item)
    return (
      <div
        key={index}
        id={`palette-${index}`}
        ref={index === at ? selected : undefined}
        role="option"
        tabIndex={-1}
        aria-selected={index === at}
        className="palette-item"
        onPointerDown={() => onChoose(item)}
      >
        <span className="clip" title={item.label}>
          {item.label}
        </span>
        <span className="palette-hint t3 num">
          {isGrouped || item.group === 'Actions' ? '' : `${item.group.toLowerCase().slice(0, -1)} `}
          {item.hint}
          {item.keys && <kbd>{item.keys}</kbd>}
        </span>
      </div>
    )
  }
  return (
    <div id="palette-items" role="listbox" aria-label="Found">
      {isGrouped
        ? GROUPS.filter((group) => shown.some((item) => item.group === group)).map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox has no element of its own
            <div key={group} role="group" aria-label={group}>
              <div className="palette-group label" aria-hidden="true">
                {group}
              </div>
              {shown.filter((item) => item.group === group).map(row)}
            </div>
          ))
        : shown.map(row)}
    </div>
  )
}
