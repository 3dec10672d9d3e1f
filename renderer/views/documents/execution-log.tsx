/** The whole record as a file, below the documents written from it. */
import { useState } from 'react'
import { formatBytes, formatCount } from '../../../shared/documents/words.ts'
import { Refusal } from '../../components/refusal.tsx'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'

export function ExecutionLog({ deck }: { deck: Deck }) {
  const { cockpit } = useSession()
  const [said, setSaid] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const save = async () => {
    setProblem(undefined)
    try {
      const { file, bytes } = await cockpit.client.call('ledger.export', {
        release: deck.state.release,
        format: 'jsonl',
      })
      setSaid(`${formatBytes(bytes)} written to ${file}. Check it with: cockpit verify ${file}`)
    } catch (error) {
      setProblem(messageOf(error))
    }
  }
  return (
    <section className="document-log" aria-label="Execution log">
      <h3>Execution log</h3>
      <p className="small t2">
        Every entry of the chain as JSON Lines, {formatCount(deck.state.size)} of them, with hashes and signed
        checkpoints: an auditor verifies it alone, without this app.
      </p>
      <button type="button" className="btn" onClick={() => void save()}>
        Export JSONL
      </button>
      {said && (
        <p className="mono document-path" role="status">
          {said}
        </p>
      )}
      <Refusal sentence={problem} />
    </section>
  )
}
