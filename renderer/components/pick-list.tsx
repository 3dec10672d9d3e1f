/** A field and below it what it finds: the keyboard stays in the field, arrows move through the list, Enter chooses. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { lineAfter } from './list-keys.ts'

type Props<Item> = {
  /** What the field is for. */
  label: string
  /** What the list holds. */
  found: string
  placeholder: string
  text: string
  onText: (text: string) => void
  /** What is found for the text, in the order shown. */
  items: readonly Item[]
  itemClass: string
  children: (item: Item) => ReactNode
  /** The heading an item stands under; items of one heading follow each other. */
  headingOf?: ((item: Item) => string) | undefined
  onChoose: (item: Item) => void
  /** Below the last item, in what scrolls. */
  after?: ReactNode
}

export function PickList<Item>(props: Props<Item>) {
  const { label, placeholder, text, onText, items, onChoose } = props
  const list = useId()
  const [at, setAt] = useState(0)
  const chosen = items[at]
  const onKeyDown = (event: KeyboardEvent) => {
    const next = lineAfter(event.key, at, items.length)
    if (next !== undefined) setAt(next)
    else if (event.key !== 'Enter') return
    else if (chosen !== undefined) onChoose(chosen)
    event.preventDefault()
  }
  return (
    <>
      <input
        className="field"
        data-autofocus
        role="combobox"
        aria-expanded={items.length > 0}
        aria-controls={list}
        aria-activedescendant={chosen === undefined ? undefined : `${list}-${at}`}
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => {
          onText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <Found {...props} list={list} at={at} />
    </>
  )
}

type Line<Item> = { item: Item; index: number }

/** Neighbours of one heading together; one group without a heading where there are none. */
function grouped<Item>(items: readonly Item[], headingOf: Props<Item>['headingOf']) {
  const groups: { heading: string | undefined; lines: Line<Item>[] }[] = []
  for (const [index, item] of items.entries()) {
    const heading = headingOf?.(item)
    if (groups.length === 0 || groups.at(-1)?.heading !== heading) groups.push({ heading, lines: [] })
    groups.at(-1)!.lines.push({ item, index })
  }
  return groups
}

function Found<Item>({ list, at, ...props }: Props<Item> & { list: string; at: number }) {
  const { found, items, itemClass, children, headingOf, onChoose, after } = props
  const selected = useRef<HTMLDivElement>(null)
  useEffect(() => void selected.current?.scrollIntoView({ block: 'nearest' }))
  const option = ({ item, index }: Line<Item>) => (
    <div
      key={index}
      id={`${list}-${index}`}
      ref={index === at ? selected : undefined}
      role="option"
      tabIndex={-1}
      aria-selected={index === at}
      className={itemClass}
      onPointerDown={() => onChoose(item)}
    >
      {children(item)}
    </div>
  )
  return (
    // A list box without an option is none: what is below the last item then says why.
    <div id={list} {...(items.length > 0 ? { role: 'listbox', 'aria-label': found } : {})} className="pick-list">
      {grouped(items, headingOf).map(({ heading, lines }) =>
        heading === undefined ? (
          lines.map(option)
        ) : (
          // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox has no element of its own
          <div key={heading} role="group" aria-label={heading}>
            <div className="palette-group label" aria-hidden="true">
              {heading}
            </div>
            {lines.map(option)}
          </div>
        ),
      )}
      {after}
    </div>
  )
}
