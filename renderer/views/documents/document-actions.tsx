/** What can be done with the document that is shown: copied, or saved beside the ledger. */
import { useState } from 'react'
import type { Params } from '../../../shared/contract/methods.ts'
import type { ReportKind } from '../../../shared/documents/reports/kinds.ts'
import { formatBytes } from '../../../shared/documents/words.ts'
import { Refusal } from '../../components/refusal.tsx'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'

type Format = Params<'document.write'>['format']

const FORMATS: readonly [Format, string][] = [
  ['md', 'Save Markdown'],
  ['html', 'Save HTML'],
  ['pdf', 'Save PDF'],
]

/** `version`: the one that is shown; 0 is what the record says. */
type Props = { deck: Deck; kind: ReportKind; markdown: string; version: number }

export function DocumentActions({ deck, kind, markdown, version }: Props) {
  const { cockpit } = useSession()
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const perform = async (words: string, action: () => Promise<string>) => {
    setBusy(true)
    setProblem(undefined)
    setSaid(words)
    setSaid(
      await action().catch((error: unknown) => {
        setProblem(messageOf(error))
        return ''
      }),
    )
    setBusy(false)
  }
  const copy = () =>
    perform('', async () => {
      await navigator.clipboard.writeText(markdown)
      return 'Copied.'
    })
  const save = (format: Format) =>
    perform(format === 'pdf' ? 'Printing…' : 'Writing…', async () => {
      const written = await cockpit.client.call('document.write', {
        release: deck.state.release,
        document: kind,
        version,
        format,
      })
      if (!written.ok) throw new Error(written.message)
      return `${formatBytes(written.bytes)} written to ${written.file}`
    })
  return (
    <div className="document-actions">
      <span className="small t2 clip grow" role="status" title={said}>
        {said}
      </span>
      <Refusal sentence={problem} />
      <button type="button" className="btn" disabled={isBusy} onClick={() => void copy()}>
        Copy Markdown
      </button>
      {FORMATS.map(([format, words]) => (
        <button key={format} type="button" className="btn" disabled={isBusy} onClick={() => void save(format)}>
          {words}
        </button>
      ))}
    </div>
  )
}
