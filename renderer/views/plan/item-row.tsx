/** One item of the process: its state, what shows it, and who said so. Enter or a click says something of it. */
import { ITEM_WORDS, itemWords } from '../../../shared/documents/process-words.ts'
import type { ItemStatus, ItemView } from '../../../shared/domain/process/project-process.ts'
import type { ReleaseProcess } from '../../../shared/process/model.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { formatDay } from '../../components/time.ts'
import { useSetUi } from '../../state/context.tsx'

export const ITEM_MARKS: Record<ItemStatus, MarkName> = {
  done: 'tick',
  waived: 'skipped',
  'not-needed': 'dot',
  void: 'void',
  taken: 'person',
  open: 'ring',
}

const LOUD: readonly ItemStatus[] = ['void', 'waived']

type Props = { process: ReleaseProcess; view: ItemView; offsetMinutes: number }

export function ItemRow({ process, view, offsetMinutes }: Props) {
  const setUi = useSetUi()
  const { item, status, by, atMs, isKnown } = view
  const end = LOUD.includes(status) ? ITEM_WORDS[status] : isKnown ? 'Cockpit' : (by ?? '')
  return (
    <li>
      <button
        type="button"
        className={`item-row is-${status}`}
        onClick={() => setUi({ dialog: { kind: 'item', item: item.id } })}
      >
        <Mark name={ITEM_MARKS[status]} />
        <span className="item-words">
          <span className="item-title">{item.title}</span>
          <span className="small t2 clip" title={itemWords(process, view)}>
            {itemWords(process, view)}
          </span>
        </span>
        <span className={`small num ${LOUD.includes(status) ? 'bold' : 't3'}`}>
          {end}
          {atMs !== undefined && !LOUD.includes(status) && (
            <span className="item-day">{formatDay(atMs, offsetMinutes)}</span>
          )}
          <span className="sr-only">, {ITEM_WORDS[status]}</span>
        </span>
      </button>
    </li>
  )
}

type ListProps = {
  title: string
  end?: string
  process: ReleaseProcess
  items: ItemView[]
  offsetMinutes: number
  empty?: string
}

export function ItemList({ title, end, process, items, offsetMinutes, empty }: ListProps) {
  return (
    <>
      <div className="panel-head">
        <h2>{title}</h2>
        {end && <span className="end t2">{end}</span>}
      </div>
      {items.length === 0 && <p className="empty">{empty}</p>}
      <ul className="rows item-rows">
        {items.map((view) => (
          <ItemRow key={view.item.id} process={process} view={view} offsetMinutes={offsetMinutes} />
        ))}
      </ul>
    </>
  )
}
