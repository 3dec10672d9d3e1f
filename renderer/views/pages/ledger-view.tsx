/** Every entry of the chain: filter, read, verify, export. */
import { useEffect, useMemo, useState } from 'react'
import { describeEvent } from '../../../shared/documents/describe-event.ts'
import type { RecordedEvent } from '../../../shared/events/index.ts'
import { Mark } from '../../components/mark.tsx'
import { useCockpit, useSession, useSetUi, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { EntryTable } from './ledger-entries.tsx'
import { EntryDetail } from './ledger-entry.tsx'
import { Filters } from './ledger-filters.tsx'
import { LedgerHead } from './ledger-head.tsx'
import { kindOf, whoOf } from './ledger-kinds.ts'

function useFiltered(events: readonly RecordedEvent[], hidden: ReadonlySet<string>, text: string) {
  return useMemo(() => {
    const wanted = text.trim().toLowerCase()
    return events.filter((event) => {
      if (hidden.has(kindOf(event.type).name) || hidden.has(`@${whoOf(event)}`)) return false
      return (
        !wanted || `${event.seq} ${event.type} ${whoOf(event)} ${describeEvent(event)}`.toLowerCase().includes(wanted)
      )
    })
  }, [events, hidden, text])
}

export function LedgerView({ deck }: { deck: Deck }) {
  const events = useCockpit((state) => state.events)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set(['Output and samples']))
  const [text, setText] = useState('')
  const [seq, setSeq] = useState<number>()
  const setUi = useSetUi()
  const { replay } = useSession()
  const wanted = useUi((ui) => ui.ledgerSeq)
  // An entry that a search leads to is shown whatever was filtered.
  useEffect(() => {
    if (wanted === undefined) return
    setHidden(new Set())
    setText('')
    setSeq(wanted)
  }, [wanted])
  useEffect(() => () => setUi({ ledgerSeq: undefined }), [setUi])
  const rows = useFiltered(events, hidden, text)
  const entry = events.find((event) => event.seq === seq) ?? rows.at(-1)
  const toggle = (name: string) => {
    const next = new Set(hidden)
    if (!next.delete(name)) next.add(name)
    setHidden(next)
  }
  return (
    <main className="ledger">
      {!replay && <LedgerHead deck={deck} />}
      <Filters events={events} rows={rows.length} hidden={hidden} onToggle={toggle} />
      <section className="ledger-table" aria-label="Entries">
        <div className="ledger-search">
          <Mark name="search" className="t2" />
          <input
            className="field mono"
            aria-label="Search the entries"
            placeholder="words, an event type, a name, a number"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          {!replay && (
            <button type="button" className="btn nowrap" onClick={() => setUi({ isSearchOpen: true })}>
              Search output too… <kbd>Ctrl Shift F</kbd>
            </button>
          )}
        </div>
        <EntryTable rows={rows} entry={entry} offset={deck.offsetMinutes} shownSeq={wanted} onChoose={setSeq} />
      </section>
      <EntryDetail events={events} entry={entry} offset={deck.offsetMinutes} />
    </main>
  )
}
