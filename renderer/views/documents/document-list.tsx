/** The documents at the left: what each is, and whether it can be written. Arrow keys move along them. */
import type { KeyboardEvent } from 'react'
import type { ReportLine } from '../../../shared/documents/reports/catalog.ts'
import type { ReportKind } from '../../../shared/documents/reports/kinds.ts'
import type { ReportState } from '../../../shared/documents/reports/stands.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'

const MARKS: Record<ReportState['kind'], MarkName> = { ready: 'tick', draft: 'pie', waits: 'ring' }
const WORDS: Record<ReportState['kind'], string> = { ready: 'Ready', draft: 'Draft', waits: 'Waits' }

const KEYS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 }

type Props = { lines: readonly ReportLine[]; selected: ReportKind; onSelect: (kind: ReportKind) => void }

export function DocumentList({ lines, selected, onSelect }: Props) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = KEYS[event.key]
    if (by === undefined) return
    const at = lines.findIndex(({ kind }) => kind === selected) + by
    const next = lines[at]
    if (!next) return
    event.preventDefault()
    onSelect(next.kind)
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[at]?.focus()
  }
  return (
    <div role="tablist" aria-orientation="vertical" aria-label="Documents" onKeyDown={onKeyDown}>
      {lines.map(({ kind, title, about, state, version }) => (
        <button
          key={kind}
          type="button"
          role="tab"
          id={`document-${kind}`}
          aria-controls="document"
          aria-selected={kind === selected}
          tabIndex={kind === selected ? 0 : -1}
          className={`document-tab is-${state.kind}`}
          onClick={() => onSelect(kind)}
        >
          <Mark name={MARKS[state.kind]} />
          <span className="document-words">
            <b>{title}</b>
            {kind === selected && <span className="small t2">{about}</span>}
            <span className="small t2">
              {version ?? WORDS[state.kind]}
              {version === undefined && state.kind === 'waits' ? ` ${state.words}` : ''}
              {version === undefined && state.kind !== 'waits' ? `: ${state.words}` : ''}
            </span>
          </span>
        </button>
      ))}
    </div>
  )
}
