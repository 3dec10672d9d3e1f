/** Ctrl K: every action, view, step, document and release by name. */
import { useEffect, useMemo, useState } from 'react'
import { DialogSheet } from '../../components/dialog-sheet.tsx'
import { PickList } from '../../components/pick-list.tsx'
import { useSession, useSetUi, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { findItems, type PaletteItem, SHOWN } from './palette-item.ts'
import { usePaletteItems } from './use-palette-items.ts'

export function Palette({ deck }: { deck: Deck | undefined }) {
  const isOpen = useUi((ui) => ui.isPaletteOpen)
  return isOpen ? <OpenPalette deck={deck} /> : null
}

function OpenPalette({ deck }: { deck: Deck | undefined }) {
  const setUi = useSetUi()
  const { cockpit } = useSession()
  const items = usePaletteItems(deck)
  const [text, setText] = useState('')
  useEffect(() => void cockpit.refreshReleases().catch(() => undefined), [cockpit])
  const found = useMemo(() => findItems(items, text), [items, text])
  /** In its own order, so that groups have a heading; ranked otherwise, with the group at each line. */
  const isGrouped = text.trim() === ''
  const close = () => setUi({ isPaletteOpen: false })
  return (
    <DialogSheet label="Find or do anything" className="dialog palette" onClose={close}>
      <PickList
        label="Find or do anything"
        found="Found"
        placeholder="An action, a view, a step, a document, a release"
        text={text}
        onText={setText}
        items={found.slice(0, SHOWN)}
        itemClass="palette-item"
        headingOf={isGrouped ? (item) => item.group : undefined}
        onChoose={(item) => {
          close()
          item.perform()
        }}
      >
        {(item) => <Line item={item} isGrouped={isGrouped} />}
      </PickList>
      <p className="palette-foot small t3" role="status">
        {found.length === 0
          ? 'Nothing is called that.'
          : `${found.length > SHOWN ? `The first ${SHOWN} of ${found.length}. ` : ''}Arrows move, Enter does it, Esc leaves.`}
      </p>
    </DialogSheet>
  )
}

function Line({ item, isGrouped }: { item: PaletteItem; isGrouped: boolean }) {
  return (
    <>
      <span className="clip" title={item.label}>
        {item.label}
      </span>
      <span className="palette-hint t3 num">
        {isGrouped || item.group === 'Actions' ? '' : `${item.group.toLowerCase().slice(0, -1)} `}
        {item.hint}
        {item.keys && <kbd>{item.keys}</kbd>}
      </span>
    </>
  )
}
