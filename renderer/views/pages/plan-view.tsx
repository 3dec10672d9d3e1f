/** Before and after the room: approvals with what they bind, the window, and whether the way back was ever tried. */
import { formatRole } from '../../../shared/documents/words.ts'
import { projectRoleLamps } from '../../../shared/domain/project-roles.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { formatDay, formatMinute } from '../../components/time.ts'
import type { Deck } from '../../state/use-deck.ts'
import { factsOf } from './plan-facts.ts'
import { Schedule } from './plan-schedule.tsx'

const MARKS: Record<string, MarkName> = {
  go: 'go',
  'no-go': 'no-go',
  standby: 'standby',
  asked: 'clock',
  void: 'void',
  'not-asked': 'ring',
}

export function PlanView({ deck }: { deck: Deck }) {
  return (
    <main className="plan">
      <Readiness deck={deck} />
      <Schedule deck={deck} />
      <Approvals deck={deck} />
    </main>
  )
}

function Readiness({ deck }: { deck: Deck }) {
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

function Approvals({ deck }: { deck: Deck }) {
  const { state, environment, run, isOpen, nowMs, offsetMinutes } = deck
  const lamps = projectRoleLamps(state, environment.name, isOpen ? run : undefined, nowMs)
  return (
    <section aria-label="Approvals">
      <div className="panel-head">
        <h2>Approvals</h2>
        <span className="end t2">{environment.name}</span>
      </div>
      {lamps.length === 0 && (
        <p className="empty">
          release.yaml names no team. Add “team:” with roles and people; each is asked where a step says approve=.
        </p>
      )}
      <ul className="rows plan-facts">
        {lamps.map((lamp) => (
          <li key={lamp.role}>
            <Mark
              name={MARKS[lamp.state]!}
              className={lamp.state === 'no-go' ? 'red' : lamp.state === 'not-asked' ? 't3' : 't1'}
            />
            <div className="clip grow">
              <div>
                <b>{lamp.state === 'not-asked' ? 'Not asked' : lamp.state.toUpperCase()}</b> {formatRole(lamp.role)}
              </div>
              <div className="small t2 clip">
                {lamp.people.join(', ') || 'nobody named'}
                {lamp.words ? `. ${lamp.words}` : ''}
              </div>
            </div>
            <span className="small t3 num">
              {lamp.atMs === undefined
                ? ''
                : `${formatDay(lamp.atMs, offsetMinutes)} ${formatMinute(lamp.atMs, offsetMinutes)}`}
              {lamp.digest && <span className="mono"> {lamp.digest.slice(0, 4)}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
