/** What the room has to decide, its clock, and what can be said; in every view, below what runs. */
import { decisionHeading, decisionReasons, severityWord } from '../../../shared/documents/decision-words.ts'
import { formatActor, formatRole } from '../../../shared/documents/words.ts'
import { selectOpenDecisions } from '../../../shared/domain/decisions/select-decisions.ts'
import type { TimedDecision } from '../../../shared/domain/decisions/timed-decision.ts'
import { Mark } from '../../components/mark.tsx'
import { useSend, useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

/** `isBelowBreach`: the band of the breach is right above it, which has the countdown and its veto already. */
export function DecisionBand({ deck, isBelowBreach }: { deck: Deck; isBelowBreach: boolean }) {
  const [first, ...others] = selectOpenDecisions(deck.state, deck.environment.name)
  if (!first) return null
  const isSaidAbove = isBelowBreach && first.mode === 'countdown'
  return (
    <section
      className={`decision is-${first.severity} ${isSaidAbove ? 'is-brief' : ''}`}
      aria-label="Decision"
      role="alert"
    >
      <div className="decision-head">
        <Mark name={first.severity === 'critical' ? 'critical' : 'warning'} />
        <span className="label">{severityWord(first)}</span>
        {!isSaidAbove && (
          <b role="timer" className={first.dueAtMs === undefined ? '' : 'clock-running'}>
            {decisionHeading(first, deck.nowMs)}
          </b>
        )}
      </div>
      <div className="decision-words">
        <div className="clip" title={first.words}>
          <b>{first.words}</b>
          {first.service ? ` Service ${first.service}.` : ''} {beforeWords(deck, first)}
        </div>
        <div className="clip t2" title={decisionReasons(first)}>
          {decisionReasons(first) || seenWords(first)}
          {others.length > 0 ? ` And ${others.length} more to decide.` : ''}
        </div>
      </div>
      <Choices deck={deck} decision={first} isVetoAbove={isSaidAbove} />
    </section>
  )
}

/** After a veto the room must not forget whose it was. */
function beforeWords({ state }: Deck, { fromId }: TimedDecision): string {
  const closed = fromId === undefined ? undefined : state.decisions?.[fromId]?.closed
  if (closed?.how !== 'vetoed') return ''
  const who = closed.by.kind === 'person' ? closed.by.name : formatActor(closed.by)
  return `Vetoed by ${who}, ${formatRole(closed.role ?? '')}: ${closed.reason}`
}

const seenWords = ({ acknowledged, mode }: TimedDecision): string =>
  acknowledged
    ? `Seen by ${formatActor(acknowledged.by)}.`
    : mode === 'countdown'
      ? 'A veto takes a role and a reason.'
      : 'Roll back, hold, or fix forward: each with its reason.'

type ChoicesProps = { deck: Deck; decision: TimedDecision; isVetoAbove: boolean }

function Choices({ deck, decision, isVetoAbove }: ChoicesProps) {
  const setUi = useSetUi()
  const send = useSend()
  const { id: decisionId, acknowledged, mode } = decision
  const answer = (choice: 'hold' | 'fix-forward') => setUi({ dialog: { kind: 'answer', decisionId, choice } })
  return (
    <div className="decision-choices">
      {!acknowledged && (
        <button
          type="button"
          className="btn"
          title="On record: somebody looks at it. The clock goes on."
          onClick={() => void send({ type: 'decision.acknowledge', decisionId })}
        >
          Seen
        </button>
      )}
      {mode !== 'countdown' && <Answers answer={answer} />}
      {mode === 'countdown' && !isVetoAbove && (
        <button
          type="button"
          className="btn btn-primary"
          onClick={() => setUi({ dialog: { kind: 'veto', decisionId } })}
        >
          Veto… <kbd>V</kbd>
        </button>
      )}
      <button
        type="button"
        className="btn btn-danger"
        onClick={() => setUi({ dialog: { kind: 'rollback', environment: deck.environment.name } })}
      >
        Roll back…
      </button>
    </div>
  )
}

const Answers = ({ answer }: { answer(choice: 'hold' | 'fix-forward'): void }) => (
  <>
    <button
      type="button"
      className="btn"
      title="The deploy pauses where it is; nothing is taken back."
      onClick={() => answer('hold')}
    >
      Hold…
    </button>
    <button
      type="button"
      className="btn"
      title="The deploy goes on; it fires again only when it gets worse."
      onClick={() => answer('fix-forward')}
    >
      Fix forward…
    </button>
  </>
)
