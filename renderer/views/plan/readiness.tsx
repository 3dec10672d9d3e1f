/** What the ledger knows of a release without a process. */
import { Mark } from '../../components/mark.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { factsOf } from './plan-facts.ts'

export function Readiness({ deck }: { deck: Deck }) {
  const facts = factsOf(deck)
  const shut = facts.filter((fact) => fact.isShut).length
  return (
    <section aria-label="Readiness">
      <div className="panel-head">
        <h2>What the ledger knows</h2>
        <span className="end t2">{shut === 0 ? 'nothing is missing' : `${shut} open`}</span>
      </div>
      <ul className="rows plan-facts">
        {facts.map((fact) => (
          <li key={`${fact.title} ${fact.detail}`}>
            <Mark name={fact.mark} className={fact.isShut ? 't1' : 't2'} />
            <div className="clip">
              <div className={fact.isShut ? 'bold' : ''}>{fact.title}</div>
              <div className="small t2 plan-detail">{fact.detail}</div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
