/** The whole record as a file, below the documents written from it. */
import { formatCount } from '../../../shared/documents/words.ts'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

export function ExecutionLog({ deck }: { deck: Deck }) {
  const setUi = useSetUi()
  return (
    <section className="document-log" aria-label="The record">
      <h3>The record</h3>
      <p className="small t2">
        All {formatCount(deck.state.size)} entries with hashes and signed checkpoints: an auditor verifies them alone,
        without this app. As a bundle with output, measurements and every document, or as a report, a table or a log.
      </p>
      <div className="export-row">
        <button type="button" className="btn" onClick={() => setUi({ dialog: { kind: 'export' } })}>
          Export…
        </button>
        <button type="button" className="btn" onClick={() => setUi({ dialog: { kind: 'verify' } })}>
          Verify a file…
        </button>
      </div>
    </section>
  )
}
