/** What the release still misses before it is complete, and the closing itself. */
import { formatActor, formatRole } from '../../../shared/documents/words.ts'
import { selectClosureConditions } from '../../../shared/domain/closure/closure-conditions.ts'
import type { MissingCondition } from '../../../shared/domain/process/missing-conditions.ts'
import { Mark } from '../../components/mark.tsx'
import { formatDay, formatMinute } from '../../components/time.ts'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { ExecutionLog } from '../documents/execution-log.tsx'

export function ClosurePanel({ deck }: { deck: Deck }) {
  const setUi = useSetUi()
  const { state, nowMs, isOpen } = deck
  const missing = selectClosureConditions(state, nowMs)
  return (
    <>
      <div className="panel-head">
        <h2>Closing</h2>
        <span className="t2">
          {state.closed ? 'closed' : missing.length === 0 ? 'nothing is missing' : `${missing.length} open`}
        </span>
        {!state.closed && (
          <button
            type="button"
            className="btn end"
            disabled={isOpen}
            onClick={() => setUi({ dialog: { kind: 'close-release' } })}
          >
            Close the release…
          </button>
        )}
      </div>
      {state.closed ? <Archived deck={deck} /> : <MissingList missing={missing} />}
    </>
  )
}

/** What is there now is the archive: exported, it is one bundle that verifies alone. */
function Archived({ deck }: { deck: Deck }) {
  return (
    <>
      <Closed deck={deck} />
      <ExecutionLog deck={deck} />
    </>
  )
}

function Closed({ deck: { state, offsetMinutes } }: { deck: Deck }) {
  const { by, atMs, words, deviations } = state.closed!
  return (
    <ul className="rows plan-facts">
      <li>
        <Mark name="lock" />
        <div className="grow">
          <div className="feedback-text">{words}</div>
          <div className="small t2">
            {formatActor(by)}, {formatDay(atMs, offsetMinutes)} {formatMinute(atMs, offsetMinutes)}. The record is read
            only.
          </div>
          {deviations.map((sentence) => (
            <div key={sentence} className="small bold">
              Deviation: {sentence}
            </div>
          ))}
        </div>
      </li>
    </ul>
  )
}

function MissingList({ missing }: { missing: MissingCondition[] }) {
  if (missing.length === 0)
    return <p className="empty">Gates, closure and approvals are settled: the release can be closed.</p>
  return (
    <ul className="rows plan-facts">
      {missing.map(({ id, title, words, asks, isVoid }) => (
        <li key={id}>
          <Mark name={isVoid ? 'void' : 'ring'} className="t1" />
          <div className="grow">
            <div>{title}</div>
            <div className="small t2">
              {asks.length > 0 ? `${asks.map(formatRole).join(' or ')} can say so.` : words}
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}
