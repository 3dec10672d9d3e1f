/** The whole record as a file, below the documents written from it. */
import { formatBytes, formatCount } from '../../../shared/documents/words.ts'
import { ExportProgress } from '../../components/export-progress.tsx'
import { Refusal } from '../../components/refusal.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { useExport } from '../../state/use-export.ts'

export function ExecutionLog({ deck }: { deck: Deck }) {
  const { exporting, written, problem, start, cancel } = useExport(deck.state.release)
  return (
    <section className="document-log" aria-label="The record">
      <h3>The record</h3>
      <p className="small t2">
        All {formatCount(deck.state.size)} entries with hashes and signed checkpoints: an auditor verifies them alone,
        without this app. The bundle adds output, measurements, every document and a report on one page.
      </p>
      {exporting ? (
        <ExportProgress {...exporting} onCancel={cancel} />
      ) : (
        <div className="export-row">
          <button type="button" className="btn" onClick={() => void start('bundle')}>
            Export bundle
          </button>
          <button type="button" className="btn" onClick={() => void start('jsonl')}>
            Export JSONL
          </button>
        </div>
      )}
      {written && (
        <p className="mono document-path" role="status">
          {formatBytes(written.bytes)} written to {written.file}. Check it with: cockpit verify {written.file} --anchor{' '}
          {written.anchor}
        </p>
      )}
      <Refusal sentence={problem} />
    </section>
  )
}
