/** Suggestions of the findings as a file to take over; where it went is said. The runbook is never written. */
import { useState } from 'react'
import { Refusal } from '../../components/refusal.tsx'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'
import type { FoundAt } from './use-reviewed.ts'

type Kind = 'patch' | 'steps'

const KINDS: readonly (readonly [Kind, string])[] = [
  ['patch', 'Save git patch'],
  ['steps', 'Save as steps:'],
]

/** `found`: those that are shown and have a suggestion. */
export function SaveFixes({ deck, found }: { deck: Deck; found: readonly FoundAt[] }) {
  const { cockpit } = useSession()
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const save = async (kind: Kind) => {
    setBusy(true)
    setProblem(undefined)
    setSaid('Writing…')
    const findings = found.map(({ finding: { code, line, message } }) => ({ code, line, message }))
    const { release } = deck.state
    try {
      const answer = await cockpit.client.call('review.fixes', { release, kind, findings })
      const left = answer.ok && answer.left.length > 0 ? `; ${answer.left.length} have no place in it` : ''
      setSaid(answer.ok ? `Written to ${answer.file}${left}.` : '')
      if (!answer.ok) setProblem(answer.message)
    } catch (failure) {
      setSaid('')
      setProblem(messageOf(failure))
    }
    setBusy(false)
  }
  if (found.length === 0) return null
  return (
    <div className="review-save small">
      <span className="t2">{found.length === 1 ? '1 suggestion' : `${found.length} suggestions`}</span>
      {KINDS.map(([kind, words]) => (
        <button key={kind} type="button" className="btn" disabled={isBusy} onClick={() => void save(kind)}>
          {words}
        </button>
      ))}
      <span role="status" className="t2">
        {said}
      </span>
      <Refusal sentence={problem} />
    </div>
  )
}
