/** An outcome nobody knows: what is left of the command, its own `verify` as evidence, and then what a person says it was. */
import { useEffect, useState } from 'react'
import type { AttemptInspection } from '../../../shared/contract/results.ts'
import { checkWords, inspectionFacts } from '../../../shared/documents/inspection-facts.ts'
import { formatActor } from '../../../shared/documents/words.ts'
import type { AttemptState } from '../../../shared/domain/state.ts'
import type { AttemptId } from '../../../shared/ids.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { reachable } from '../../components/reachable.ts'
import { Refusal } from '../../components/refusal.tsx'
import { formatTime } from '../../components/time.ts'
import { WordsField } from '../../components/words-field.tsx'
import { useSend, useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'
import { usePerson } from '../../state/use-person.ts'

const SHOWN_LINES = 8

type Props = { deck: Deck; attemptId: AttemptId; title: string; onClose: () => void }

export function InspectDialog({ deck, attemptId, title, onClose }: Props) {
  const send = useSend()
  const [reason, setReason] = useState<string>()
  const [refusal, setRefusal] = useState<string>()
  const attempt = deck.state.attempts[attemptId]
  const last = attempt?.effectChecks?.at(-1)
  const said =
    last && `${checkWords(last)} Run ${formatTime(last.atMs, deck.offsetMinutes)} by ${formatActor(last.by)}.`
  const { inspection, problem, look } = useInspection(deck, attemptId)
  const words = reason ?? said ?? ''
  const resolve = async (outcome: 'succeeded' | 'failed') => {
    const sentence = await send({ type: 'step.resolve', attemptId, outcome, reason: words.trim() })
    setRefusal(sentence)
    if (!sentence) onClose()
  }
  if (!attempt) return null
  const isReady = words.trim() !== '' && attempt.status === 'unknown'
  const footer = (
    <>
      <Refusal sentence={refusal ?? problem} />
      <button type="button" className="btn end" onClick={onClose}>
        Leave it open <kbd>Esc</kbd>
      </button>
      <button type="button" className="btn" disabled={!isReady} onClick={() => void resolve('failed')}>
        Take it as failed
      </button>
      <button type="button" className="btn" disabled={!isReady} onClick={() => void resolve('succeeded')}>
        Take it as succeeded
      </button>
    </>
  )
  return (
    <DialogFrame title={`“${title}”: outcome unknown`} isWide onClose={onClose} footer={footer}>
      <div className="dialog-pad inspect">
        <p className="prose t2">{attempt.reason} Nothing is run again by itself: look, then say what it was.</p>
        <WordsField label="How you know, goes on the record" value={words} onChange={setReason} isFirst />
        {inspection?.verify && (
          <Verify deck={deck} attempt={attempt} command={inspection.verify} onProblem={setRefusal} onDone={look} />
        )}
        {inspection ? (
          <Facts deck={deck} seen={inspection} onLook={look} />
        ) : (
          <p className="t3">Looking at its files and processes…</p>
        )}
      </div>
    </DialogFrame>
  )
}

function useInspection(deck: Deck, attempt: AttemptId) {
  const { cockpit } = useSession()
  const [inspection, setInspection] = useState<AttemptInspection>()
  const [problem, setProblem] = useState<string>()
  const { release } = deck.state
  const [look] = useState(() => async () => {
    try {
      setInspection(await cockpit.client.call('attempt.inspect', { release, attempt }))
      setProblem(undefined)
    } catch (failure) {
      setProblem(messageOf(failure))
    }
  })
  useEffect(() => void look(), [look])
  return { inspection, problem, look }
}

function Facts({ deck, seen, onLook }: { deck: Deck; seen: AttemptInspection; onLook: () => Promise<void> }) {
  const time = (ms: number) => formatTime(ms, deck.offsetMinutes)
  const facts = inspectionFacts(seen, time).filter(([label]) => label !== 'Verify' || !seen.verify)
  return (
    <>
      <dl className="facts-table">
        {facts.map(([label, text]) => (
          <div key={label} className="inspect-fact">
            <dt>{label}</dt>
            <dd
              className={label === 'Still alive' && seen.processes.length > 0 ? 'bold inspect-lines' : 'inspect-lines'}
            >
              {text}
            </dd>
          </div>
        ))}
      </dl>
      <div className="inspect-head">
        <span className="label">Last lines</span>
        <button type="button" className="btn btn-plain end" onClick={() => void onLook()}>
          Look again
        </button>
      </div>
      {seen.lastLines.length > 0 ? (
        <pre className="well mono inspect-well" {...reachable}>
          {seen.lastLines.slice(-SHOWN_LINES).join('\n')}
        </pre>
      ) : (
        <p className="t3">Nothing it printed is stored.</p>
      )}
    </>
  )
}

function Verify({
  deck,
  attempt,
  command,
  onProblem,
  onDone,
}: {
  deck: Deck
  attempt: AttemptState
  command: string
  onProblem: (sentence: string | undefined) => void
  onDone: () => Promise<void>
}) {
  const { cockpit } = useSession()
  const person = usePerson()
  const [sinceMs, setSinceMs] = useState<number>()
  const last = attempt.effectChecks?.at(-1)
  const run = async () => {
    setSinceMs(deck.nowMs)
    try {
      const { release } = deck.state
      const said = await cockpit.client.call('attempt.verify', { release, attempt: attempt.id, as: person() })
      onProblem(said.ok ? undefined : said.rejection.message)
      await onDone()
    } catch (failure) {
      onProblem(messageOf(failure))
    }
    setSinceMs(undefined)
  }
  return (
    <>
      <div className="inspect-head">
        <span className="label">Verify</span>
        <span className="mono clip" title={command}>
          {command}
        </span>
        <button type="button" className="btn end" disabled={sinceMs !== undefined} onClick={() => void run()}>
          {sinceMs === undefined
            ? 'Run it, for the record'
            : `Runs, ${Math.max(0, Math.round((deck.nowMs - sinceMs) / 1000))} s`}
        </button>
      </div>
      {last && (
        <>
          <p className="bold" role="status">
            {checkWords(last)}
          </p>
          <pre className="well mono inspect-well" {...reachable}>
            {last.output.trimEnd()}
          </pre>
        </>
      )}
    </>
  )
}
