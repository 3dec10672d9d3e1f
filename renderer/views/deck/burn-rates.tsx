/** How fast error budgets burn: the windows of each burn-rate trigger, and when those that cannot be judged yet will be. */
import { useEffect, useState } from 'react'
import type { PairBurn } from '../../../shared/analysis/burn-rate.ts'
import type { BurnStatus } from '../../../shared/contract/results.ts'
import { burnHeading, burnWords, coveredAtMs, pairState, windowWords } from '../../../shared/documents/burn-lines.ts'
import { burnTimes } from '../../../shared/documents/trigger-words.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { formatDay, formatMinute } from '../../components/time.ts'
import { useSession } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

const EVERY_MS = 5000

function useBurning({ state, environment, definition, nowMs }: Deck): BurnStatus[] {
  const { cockpit } = useSession()
  const [burning, setBurning] = useState<BurnStatus[]>([])
  const isAsked = definition.triggers.some((trigger) => trigger.burnRate !== undefined)
  const turn = Math.floor(nowMs / EVERY_MS)
  const { release } = state
  const { name } = environment
  useEffect(() => {
    void turn
    if (!isAsked) return
    cockpit.client.call('triggers.burning', { release, environment: name }).then(
      (found) => setBurning(found.burning),
      () => undefined,
    )
  }, [cockpit, release, name, isAsked, turn])
  return isAsked ? burning : []
}

export function BurnRates({ deck }: { deck: Deck }) {
  const burning = useBurning(deck)
  if (burning.length === 0)
    return <p className="empty">The first samples are awaited: the windows of each burn rate appear here.</p>
  return (
    <section className="burn-rates" aria-label="Burn rates">
      {burning.map((status) => (
        <BurnTable key={status.triggerId} deck={deck} status={status} />
      ))}
    </section>
  )
}

function BurnTable({ deck, status }: { deck: Deck; status: BurnStatus }) {
  return (
    <table className="table">
      <caption className={status.isFired ? 'red bold' : 'bold'}>{burnHeading(status)}</caption>
      <thead>
        <tr>
          <th scope="col">Windows</th>
          <th scope="col" className="num">
            Long
          </th>
          <th scope="col" className="num">
            Short
          </th>
          <th scope="col" className="num">
            Limit
          </th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {status.pairs.map((pair) => (
          <PairRow key={windowWords(pair)} deck={deck} pair={pair} />
        ))}
      </tbody>
    </table>
  )
}

const markOf = (pair: PairBurn): MarkName =>
  coveredAtMs(pair) === undefined ? (pair.isTooFast ? 'warning' : 'dot') : 'no-data'

function PairRow({ deck, pair }: { deck: Deck; pair: PairBurn }) {
  const { nowMs, offsetMinutes } = deck
  const clock = (ms: number) => {
    const day = formatDay(ms, offsetMinutes)
    return `${day === formatDay(nowMs, offsetMinutes) ? '' : `${day}, `}${formatMinute(ms, offsetMinutes)}`
  }
  const tone = pair.isTooFast ? 'red' : 't2'
  return (
    <tr>
      <th scope="row" className="nowrap">
        {windowWords(pair)}
      </th>
      <td className={`num ${tone}`}>{burnWords(pair.long.burn)}</td>
      <td className={`num ${tone}`}>{burnWords(pair.short.burn)}</td>
      <td className="num t2">{burnTimes(pair.factor)}</td>
      <td className={tone}>
        <Mark name={markOf(pair)} /> {pairState(pair, clock)}
      </td>
    </tr>
  )
}
