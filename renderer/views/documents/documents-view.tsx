/** The documents of a release, written from the record: chosen at the left, read at the right. */
import { listReports } from '../../../shared/documents/reports/catalog.ts'
import { useSetUi, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { DocumentList } from './document-list.tsx'
import { DocumentSheet } from './document-sheet.tsx'
import { ExecutionLog } from './execution-log.tsx'

export function DocumentsView({ deck }: { deck: Deck }) {
  const selected = useUi((ui) => ui.document)
  const setUi = useSetUi()
  const lines = listReports(deck.state, deck.nowMs)
  const line = lines.find(({ kind }) => kind === selected)!
  return (
    <main className="documents">
      <section className="document-column" aria-label="Which document">
        <div className="panel-head">
          <h2>Documents</h2>
          <span className="end t2">{lines.filter(({ state }) => state.kind !== 'waits').length} can be written</span>
        </div>
        <DocumentList lines={lines} selected={selected} onSelect={(document) => setUi({ document })} />
        <ExecutionLog deck={deck} />
      </section>
      <DocumentSheet key={selected} deck={deck} line={line} />
    </main>
  )
}
