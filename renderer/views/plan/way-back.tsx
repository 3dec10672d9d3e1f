/** Whether the way back is ready, before anybody says GO. */
import { selectReadiness } from '../../../shared/domain/process/readiness.ts'
import { Mark } from '../../components/mark.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { useMissingScripts } from '../../state/use-missing-scripts.ts'

export function WayBack({ deck, isBrief }: { deck: Deck; isBrief?: boolean }) {
  const facts = selectReadiness(deck.state, deck.nowMs, useMissingScripts(deck))
  const open = facts.filter(({ holds }) => !holds).length
  const rows = (
    <ul className="rows plan-facts" aria-label="Way back">
      {facts.map(({ id, title, words, holds, isVoid }) => (
        <li key={id}>
          <Mark name={holds ? 'tick' : isVoid ? 'void' : 'gate-shut'} className={holds ? 't2' : 't1'} />
          <div className="grow">
            <div className={holds ? '' : 'bold'}>{title}</div>
            <div className="small t2 plan-detail">{words}</div>
          </div>
        </li>
      ))}
    </ul>
  )
  if (isBrief)
    return (
      <>
        <h3 className="label">The way back</h3>
        {rows}
      </>
    )
  return (
    <>
      <div className="panel-head">
        <h2>The way back</h2>
        <span className="end t2">{open === 0 ? 'ready' : `${open} missing`}</span>
      </div>
      {rows}
    </>
  )
}
