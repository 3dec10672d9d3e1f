/** The documents of a release, written from the record: chosen at the left, read at the right. */
import { listReports, type ReportLine } from '../../../shared/documents/reports/catalog.ts'
import { MarkdownView } from '../../components/markdown-view.tsx'
import { useSetUi, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { DocumentActions } from './document-actions.tsx'
import { DocumentList } from './document-list.tsx'
import { ExecutionLog } from './execution-log.tsx'
import { useDocument } from './use-document.ts'

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
      <Sheet key={selected} deck={deck} line={line} />
    </main>
  )
}

function Sheet({ deck, line }: { deck: Deck; line: ReportLine }) {
  const { read, behind, again } = useDocument(deck, line.kind)
  return (
    <section className="document-sheet" id="document" role="tabpanel" aria-labelledby={`document-${line.kind}`}>
      <div className="document-head">
        <h2>{line.title}</h2>
        {read?.ok && <DocumentActions deck={deck} kind={line.kind} markdown={read.markdown} />}
      </div>
      {read?.ok && behind > 0 && (
        <p className="document-behind small">
          {behind === 1 ? '1 entry was' : `${behind} entries were`} recorded since this was written.
          <button type="button" className="btn" onClick={again}>
            Write it again
          </button>
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled from the keyboard */}
      <div className="document-text" tabIndex={0}>
        {read?.ok ? (
          <MarkdownView markdown={read.markdown} />
        ) : (
          <p className="empty">
            {read ? `${read.message} In it will be: ${line.about.toLowerCase()}.` : 'Writing it…'}
          </p>
        )}
      </div>
    </section>
  )
}
