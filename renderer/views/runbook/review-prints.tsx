/** The reviewed runbook on paper: the view itself, or the document as PDF beside the ledger. */
import { useState } from 'react'
import { formatBytes } from '../../../shared/documents/words.ts'
import { Refusal } from '../../components/refusal.tsx'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'

export function ReviewPrints({ deck }: { deck: Deck }) {
  const { cockpit } = useSession()
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    setProblem(undefined)
    setSaid('Printing…')
    try {
      const { release } = deck.state
      const written = await cockpit.client.call('document.write', { release, document: 'runbook', format: 'pdf' })
      setSaid(written.ok ? `${formatBytes(written.bytes)} written to ${written.file}` : '')
      if (!written.ok) setProblem(written.message)
    } catch (failure) {
      setSaid('')
      setProblem(messageOf(failure))
    }
    setBusy(false)
  }
  return (
    <>
      <span role="status" className="small t2 clip review-written" title={said}>
        {said}
      </span>
      <Refusal sentence={problem} />
      <button type="button" className="btn" onClick={() => globalThis.print()}>
        Print…
      </button>
      <button type="button" className="btn" disabled={isBusy} onClick={() => void save()}>
        Save PDF
      </button>
    </>
  )
}
