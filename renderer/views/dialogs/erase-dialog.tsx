/** Takes a leak out of the record. It cannot be undone, so the person writes down what is erased. */
import { useState } from 'react'
import type { Params } from '../../../shared/contract/methods.ts'
import type { AttemptId } from '../../../shared/ids.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { WordsField } from '../../components/words-field.tsx'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'
import { usePerson } from '../../state/use-person.ts'

export type EraseTarget = { kind: 'erase'; seq: number } | { kind: 'erase-output'; attemptId: AttemptId; title: string }

type What = Params<'ledger.erase'>['what']
type Wish = { reason: string; leaked: string; lines: string; everywhere: boolean; typed: string }

const NOTHING: Wish = { reason: '', leaked: '', lines: '', everywhere: false, typed: '' }
const wordOf = (target: EraseTarget) => (target.kind === 'erase' ? `entry ${target.seq}` : 'output')

function whatOf(target: EraseTarget, { lines, everywhere, leaked }: Wish): What {
  if (everywhere && leaked !== '') return { kind: 'everywhere' }
  if (target.kind === 'erase') return { kind: 'entry', seq: target.seq }
  const [, from, to] = /^\s*(\d+)\s*(?:[-–]\s*(\d+)\s*)?$/.exec(lines) ?? []
  const range = from === undefined ? {} : { fromLine: Number(from), toLine: Number(to ?? from) }
  return { kind: 'output', attempt: target.attemptId, ...range }
}

function useErase(deck: Deck, target: EraseTarget, onClose: () => void) {
  const { cockpit } = useSession()
  const person = usePerson()
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const erase = async (wish: Wish) => {
    setBusy(true)
    try {
      const leakedText = wish.leaked === '' ? {} : { leakedText: wish.leaked }
      const about = { release: deck.state.release, reason: wish.reason, as: person(), ...leakedText }
      await cockpit.client.call('ledger.erase', { ...about, what: whatOf(target, wish) })
      onClose()
    } catch (problem) {
      setRefusal(messageOf(problem))
    }
    setBusy(false)
  }
  return { erase, refusal, isBusy }
}

export function EraseDialog({ deck, target, onClose }: { deck: Deck; target: EraseTarget; onClose: () => void }) {
  const { erase, refusal, isBusy } = useErase(deck, target, onClose)
  const [wish, setWish] = useState(NOTHING)
  const change = (part: Partial<Wish>) => setWish({ ...wish, ...part })
  const word = wordOf(target)
  const isReady = wish.reason.trim() !== '' && wish.typed.trim().toLowerCase() === word && !isBusy
  const title = target.kind === 'erase' ? `Erase the words of entry ${target.seq}` : `Erase output of “${target.title}”`
  const footer = (
    <>
      <Refusal sentence={refusal} />
      <button type="button" className="btn end" onClick={onClose}>
        Cancel <kbd>Esc</kbd>
      </button>
      <button type="button" className="btn btn-danger" disabled={!isReady} onClick={() => void erase(wish)}>
        Erase for good
      </button>
    </>
  )
  return (
    <DialogFrame title={title} onClose={onClose} footer={footer} isDanger>
      <div className="dialog-pad">
        <p className="prose t2">
          For a secret that leaked. The bytes are overwritten on the disk; the chain still verifies and says that you
          erased them, and why. Exports and copies made before are not reached: change the secret as well.
        </p>
        <WordsField
          label="Reason, goes on the record"
          value={wish.reason}
          onChange={(words) => change({ reason: words })}
          isFirst
        />
        {target.kind === 'erase-output' && wish.leaked === '' && (
          <label className="labelled">
            <span className="label">Lines, such as 120-124; empty for all of it</span>
            <input
              className="field mono"
              value={wish.lines}
              onChange={(event) => change({ lines: event.target.value })}
            />
          </label>
        )}
        <label className="labelled">
          <span className="label">The leaked text, if only that is to go; never recorded</span>
          <input
            className="field mono"
            type="password"
            autoComplete="off"
            value={wish.leaked}
            onChange={(event) => change({ leaked: event.target.value })}
          />
        </label>
        {wish.leaked !== '' && (
          <label className="check">
            <input
              type="checkbox"
              checked={wish.everywhere}
              onChange={(event) => change({ everywhere: event.target.checked })}
            />
            <span>Wherever it stands in this release, in entries and output</span>
          </label>
        )}
        <label className="labelled">
          <span className="label">It cannot be undone. Write “{word}” to erase it</span>
          <input className="field" value={wish.typed} onChange={(event) => change({ typed: event.target.value })} />
        </label>
      </div>
    </DialogFrame>
  )
}
