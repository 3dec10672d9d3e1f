/** The end of a dialog in which a role says GO or NO-GO: how sure the word is, and what it is said to. */
import type { ReactNode } from 'react'
import { formatDigest } from '../../../shared/documents/words.ts'
import type { Digest } from '../../../shared/ids.ts'
import { Mark } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useSigner } from '../../state/use-pins.ts'
import type { Spoken } from './spoken-fields.tsx'

type Props = {
  refusal: string | undefined
  /** Before the assurance: whose word it is. */
  as?: ReactNode
  spoken: Spoken | undefined
  /** When the word is void. */
  voidWhen: string
  isReady: boolean
  words: string
  digest: Digest | undefined
  onSay: (decision: 'go' | 'no-go') => void
  onClose: () => void
}

export function SayFooter({ refusal, as, spoken, voidWhen, isReady, words, digest, onSay, onClose }: Props) {
  const { hasPin } = useSigner()
  const assurance = spoken
    ? `${spoken.by || 'somebody else'} speaking: assurance spoken`
    : `assurance ${hasPin ? 'PIN' : 'claimed'}`
  return (
    <>
      <div className="small t2 grow">
        {refusal ? (
          <Refusal sentence={refusal} />
        ) : (
          <>
            Said{as}, {assurance}. {voidWhen}
          </>
        )}
      </div>
      <button type="button" className="btn" onClick={onClose}>
        Not yet <kbd>Esc</kbd>
      </button>
      <button
        type="button"
        className="btn btn-danger"
        disabled={!isReady || words.trim() === ''}
        title={words.trim() ? '' : 'A no-go needs your words.'}
        onClick={() => onSay('no-go')}
      >
        <Mark name="no-go" /> No-go
      </button>
      <button type="button" className="btn btn-primary" disabled={!isReady} onClick={() => onSay('go')}>
        <Mark name="go" /> Approve {digest ? formatDigest(digest) : ''} <kbd>Ctrl Enter</kbd>
      </button>
    </>
  )
}
