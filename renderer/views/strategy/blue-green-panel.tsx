/** LIVE and IDLE lanes: which version answers on each side of each service, as observed. */
import { type BlueGreen, projectBlueGreen } from '../../../shared/domain/strategies/project-blue-green.ts'
import type { SideView } from '../../../shared/domain/strategies/sides.ts'
import { Mark } from '../../components/mark.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { StripEmpty, StripHead } from './strip-parts.tsx'
import { sinceWords, useSides } from './use-sides.ts'

const PHASES: Record<BlueGreen['phase'], string> = {
  before: 'Before the switch',
  switching: 'Switching',
  switched: 'Switched',
  retired: 'Old side retired',
}

type LaneProps = { name: 'LIVE' | 'IDLE'; seen: SideView | undefined; isAsked: boolean; deck: Deck; isWayBack: boolean }

function Nothing({ name, seen, isAsked, deck, isWayBack }: LaneProps) {
  const key = name === 'LIVE' ? 'live:' : 'idle:'
  if (!isAsked || !seen)
    return (
      <span className="side-words t3 clip">
        <Mark name="no-data" /> not observed{isAsked ? ' yet' : `: add ${key} to the service`}
      </span>
    )
  return (
    <span className={`side-words clip ${isWayBack ? 'bold' : 't2'}`} title={seen.error}>
      <Mark name="source-error" /> {name === 'IDLE' ? 'cold' : 'no answer'} {sinceWords(seen, deck)}
      <span className="t3">: {seen.error}</span>
    </span>
  )
}

function Lane(props: LaneProps) {
  const { name, seen, deck } = props
  const isNew = seen?.version === deck.definition.version
  return (
    <div className="side">
      <span className={`side-name ${name === 'LIVE' ? 'is-live' : ''}`}>{name}</span>
      {seen?.version === undefined ? (
        <Nothing {...props} />
      ) : (
        <>
          <b className={`side-version clip ${isNew ? 'accent' : ''}`} title={seen.version}>
            {seen.version}
          </b>
          <span className="side-words t3 clip">
            {name === 'IDLE' && (
              <>
                <Mark name="dot" /> warm{' '}
              </>
            )}
            {sinceWords(seen, deck)}
          </span>
        </>
      )}
    </div>
  )
}

export function BlueGreenPanel({ deck }: { deck: Deck }) {
  const find = useSides(deck)
  const { phase } = projectBlueGreen(deck.state, deck.environment.name)
  const services = deck.definition.services.filter(({ live, idle }) => live || idle)
  const isTold = services.some(({ idle }) => idle)
  // After the switch the idle side is what a rollback leads to.
  const isWayBack = phase === 'switching' || phase === 'switched'
  return (
    <>
      <StripHead name="Blue-green">{PHASES[phase]}</StripHead>
      {services.length === 0 || !isTold ? (
        <StripEmpty>
          Which version answers on each side: say <code>live:</code> and{' '}
          <code>idle: {'{ http: "$IDLE_URL/version", json: version }'}</code> of a service in release.yaml.
        </StripEmpty>
      ) : (
        <ul className="strip-rows">
          {services.map(({ name, live, idle }) => (
            <li key={name} className="strip-row sides">
              <span className="strip-service clip" title={name}>
                {name}
              </span>
              <Lane name="LIVE" seen={find(name, 'live')} isAsked={!!live} deck={deck} isWayBack={false} />
              <Lane name="IDLE" seen={find(name, 'idle')} isAsked={!!idle} deck={deck} isWayBack={isWayBack} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
