/** Imports what people signed elsewhere, and says of each statement what came of it. */
import { useState } from 'react'
import type { SignoffResult } from '../../../shared/contract/results.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'
import { usePerson } from '../../state/use-person.ts'

const SAID: Record<SignoffResult['outcome'], { mark: MarkName; word: string }> = {
  imported: { mark: 'go', word: 'Imported' },
  known: { mark: 'tick', word: 'On record before' },
  unsigned: { mark: 'ring', word: 'Not signed' },
  refused: { mark: 'no-go', word: 'Refused' },
}

function useImport(deck: Deck) {
  const { cockpit } = useSession()
  const person = usePerson()
  const [results, setResults] = useState<SignoffResult[]>()
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const perform = async () => {
    setBusy(true)
    setRefusal(undefined)
    try {
      const answer = await cockpit.client.call('signoffs.import', { release: deck.state.release, as: person() })
      setResults(answer.results)
    } catch (problem) {
      setRefusal(messageOf(problem))
    }
    setBusy(false)
  }
  return { results, refusal, isBusy, perform }
}

function Results({ results }: { results: SignoffResult[] }) {
  if (results.length === 0)
    return (
      <p className="prose t2">
        There is nothing in signoffs/ of the release folder. <code>cockpit request-signoff</code> writes what to sign.
      </p>
    )
  return (
    <ul className="rows plan-facts">
      {results.map(({ file, outcome, sentence }) => (
        <li key={file}>
          <Mark name={SAID[outcome].mark} className={outcome === 'refused' ? 'red' : 't1'} />
          <div className="grow">
            <div>
              <b>{SAID[outcome].word}</b> {file}
            </div>
            <div className="small t2 plan-detail">{sentence}</div>
          </div>
        </li>
      ))}
    </ul>
  )
}

export function SignoffsDialog({ deck, onClose }: { deck: Deck; onClose: () => void }) {
  const { results, refusal, isBusy, perform } = useImport(deck)
  const footer = (
    <>
      <Refusal sentence={refusal} />
      <button type="button" className="btn end" onClick={onClose}>
        Close <kbd>Esc</kbd>
      </button>
      <button type="button" className="btn btn-primary" data-autofocus disabled={isBusy} onClick={() => void perform()}>
        {isBusy ? 'Checking' : results ? 'Check again' : 'Check and import'}
      </button>
    </>
  )
  return (
    <DialogFrame isWide title="Import what was signed elsewhere" onClose={onClose} footer={footer}>
      <div className="dialog-pad">
        <p className="prose t2">
          Every statement in signoffs/ with its .sig is checked with OpenSSH against allowed_signers of the release
          folder. What holds goes on record in the name of who signed.
        </p>
        {results && <Results results={results} />}
      </div>
    </DialogFrame>
  )
}
