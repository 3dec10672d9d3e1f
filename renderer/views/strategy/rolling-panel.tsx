/** Version bar of the fleet, failing hosts by name, and which batch it is. */
import { formatClock } from '../../../shared/documents/words.ts'
import { projectRolling, type Rolling } from '../../../shared/domain/strategies/project-rolling.ts'
import type { Instance, SideView } from '../../../shared/domain/strategies/sides.ts'
import { Mark } from '../../components/mark.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { StripEmpty, StripHead } from './strip-parts.tsx'
import { sinceWords, useSides } from './use-sides.ts'
import { VersionBar } from './version-bar.tsx'

const STATUS = { waiting: 'next', running: 'running', done: 'done', failed: 'failed', skipped: 'skipped' }

function BatchStand({ rolling, deck }: { rolling: Rolling; deck: Deck }) {
  const { batches, current } = rolling
  if (batches.length === 0) return <>No batch is marked</>
  if (!current)
    return (
      <>
        {batches.length} of {batches.length} batches done
      </>
    )
  const number = batches.indexOf(current) + 1
  const isRunning = current.status === 'running'
  return (
    <>
      Batch {number} of {batches.length}, {STATUS[current.status]}{' '}
      {isRunning && current.beganAtMs !== undefined && (
        <span className="clock-running num">{formatClock(deck.nowMs - current.beganAtMs)}</span>
      )}
    </>
  )
}

/** As many names as there is room for; the rest as a number, all of them on the pointer. */
const NAMED = 3

function Failing({ instances }: { instances: Instance[] }) {
  if (instances.length === 0) return <span className="t3">none failing</span>
  const words = instances.map(({ name, reason }) => `${name}${reason ? ` (${reason})` : ''}`)
  const more = words.length - NAMED
  return (
    <span className="red bold clip" title={words.join(', ')}>
      <Mark name="failed" /> failing: {words.slice(0, NAMED).join(', ')}
      {more > 0 && ` and ${more} more`}
    </span>
  )
}

function Fleet({ name, seen, deck }: { name: string; seen: SideView | undefined; deck: Deck }) {
  const { version } = deck.definition
  const instances = seen?.instances
  if (!instances)
    return (
      <li className="strip-row">
        <span className="strip-service clip">{name}</span>
        <span className={`clip ${seen?.error ? 'bold' : 't3'}`} title={seen?.error}>
          <Mark name={seen?.error ? 'source-error' : 'no-data'} /> not observed{' '}
          {seen?.error ? `${sinceWords(seen, deck)}: ${seen.error}` : 'yet'}
        </span>
      </li>
    )
  const isNew = instances.filter((each) => each.version === version).length
  const failing = instances.filter(({ ok }) => !ok)
  return (
    <li className="strip-row fleet">
      <span className="strip-service clip" title={name}>
        {name}
      </span>
      <VersionBar instances={instances} newVersion={version} />
      <span className="fleet-count nowrap">
        <b className={isNew > 0 ? 'accent' : ''}>{isNew}</b> of {instances.length} on {version}
      </span>
      <span className="fleet-failing clip">
        <Failing instances={failing} />
      </span>
    </li>
  )
}

export function RollingPanel({ deck }: { deck: Deck }) {
  const find = useSides(deck)
  const rolling = projectRolling(deck.state, deck.environment.name)
  const services = deck.definition.services.filter(({ instances }) => instances)
  return (
    <>
      <StripHead name="Rolling">
        <BatchStand rolling={rolling} deck={deck} />
      </StripHead>
      {services.length === 0 ? (
        <StripEmpty>
          How many run which version, and who fails: say <code>instances: {'{ command: "./fleet.sh" }'}</code> of a
          service in release.yaml; it prints <code>NAME VERSION ok|failing</code> for each.
        </StripEmpty>
      ) : (
        <ul className="strip-rows">
          {services.map(({ name }) => (
            <Fleet key={name} name={name} seen={find(name, 'instances')} deck={deck} />
          ))}
        </ul>
      )}
    </>
  )
}
