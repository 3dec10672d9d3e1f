/** A gate: which metrics hold it, how far each is from its target, and for how long it held. */
import { describeDuration, describeTarget, describeValue } from '../../../shared/analysis/describe.ts'
import { BLOCKING, type GateMetric, type GateView } from '../../../shared/analysis/measurement/gate.ts'
import { GATE_WORDS, gateHeading } from '../../../shared/documents/gate-lines.ts'
import type { GateState } from '../../../shared/domain/gates/gate-state.ts'
import { selectGoal } from '../../../shared/domain/gates/select-gate.ts'
import type { AttemptState } from '../../../shared/domain/state.ts'
import { Mark } from '../../components/mark.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { GATE_MARKS } from '../../components/verdict.ts'
import { useCockpit, useSession } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

type Props = { deck: Deck; attempt: AttemptState }

export function GatePane({ deck, attempt }: Props) {
  const pushed = useCockpit((state) => state.gates[attempt.id])
  const { replay } = useSession()
  const goal = selectGoal(deck.state.runs[attempt.runId]!, attempt)
  if (attempt.endedAtMs !== undefined) return <Judged gate={attempt.gate} forMs={goal?.forMs ?? 0} deck={deck} />
  if (!pushed && replay) return <HeldOnRecord gate={attempt.gate} forMs={goal?.forMs ?? 0} />
  if (!pushed) return <p className="empty">The first measurement since this gate began is awaited.</p>
  return (
    <div className="gate-pane">
      <GateHead view={pushed} />
      {attempt.gate?.asked && (
        <p className="gate-asks bold">
          It cannot say anything about the release, so it does not pass. Keep waiting, go on without it, or let it fail.
        </p>
      )}
      <GateTable metrics={pushed.metrics} forMs={pushed.forMs} />
    </div>
  )
}

function GateHead({ view }: { view: GateView }) {
  const { state, heldMs, forMs } = view
  return (
    <div className="gate-head">
      <b className={BLOCKING.includes(state) || state === 'failed' ? '' : 'accent'}>{gateHeading(view)}</b>
      {forMs > 0 && <ProgressBar share={heldMs / forMs} tone="accent" label="Held of what is asked for" />}
    </div>
  )
}

/** To the limit: what is left while it holds, with a minus what it is beyond. */
const distanceWords = ({ distance, unit }: GateMetric): string =>
  distance === null ? '' : describeValue(Number(distance.toPrecision(3)), unit)

function GateTable({ metrics, forMs }: { metrics: readonly GateMetric[]; forMs: number }) {
  return (
    <table className="table gate-table">
      <thead>
        <tr>
          <th scope="col">Metric</th>
          <th scope="col" className="num">
            Value
          </th>
          <th scope="col" className="num">
            Target
          </th>
          <th scope="col" className="num">
            To limit
          </th>
          <th scope="col" className="num">
            Held
          </th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {metrics.map((metric) => (
          <GateRow key={metric.name} metric={metric} forMs={forMs} />
        ))}
      </tbody>
    </table>
  )
}

function GateRow({ metric, forMs }: { metric: GateMetric; forMs: number }) {
  const { title, value, unit, target, state, heldMs, isDryRun, words } = metric
  const isRed = state === 'failed'
  return (
    <>
      <tr className="gate-row">
        <th scope="row">{title}</th>
        <td className={`num bold ${isRed ? 'red' : ''}`}>
          {value === null ? 'none' : describeValue(value, unit, target)}
        </td>
        <td className="num t2">{describeTarget(target, unit)}</td>
        <td className="num t2">{distanceWords(metric)}</td>
        <td className="num">{forMs > 0 ? describeDuration(Math.min(heldMs, forMs)) : ''}</td>
        <td className={`nowrap ${isRed ? 'red' : ''}`}>
          <Mark name={GATE_MARKS[state]} /> {isDryRun ? 'Dry run' : GATE_WORDS[state]}
        </td>
      </tr>
      <tr className="gate-said">
        <td colSpan={6} className="t2 small">
          {words}
        </td>
      </tr>
    </>
  )
}

/** What is on record while it holds: how long each metric held, at every twentieth of what is asked for. Values are in the charts. */
function HeldOnRecord({ gate, forMs }: { gate: GateState | undefined; forMs: number }) {
  const held = Object.entries(gate?.progress ?? {})
  if (held.length === 0) return <p className="empty">No measurement of this gate is on record yet at this moment.</p>
  return (
    <ul className="gate-judged">
      {held.map(([metric, { heldMs, failures }]) => (
        <li key={metric} className={failures > 0 ? 'red' : 't2'}>
          {metric}: held {describeDuration(heldMs)} of {describeDuration(forMs)} at least, {failures} failed
        </li>
      ))}
    </ul>
  )
}

/** What it rested on when it ended. */
function Judged({ gate, forMs, deck }: { gate: GateState | undefined; forMs: number; deck: Deck }) {
  const judged = gate?.judged
  if (!judged) return null
  return (
    <div className="gate-pane">
      <div className="gate-head">
        <b className={judged.outcome === 'failed' ? 'red' : ''}>
          {judged.outcome === 'met' ? 'Passed' : 'Failed'}
          {forMs > 0 && judged.outcome === 'met' ? `, held ${describeDuration(forMs)}` : ''}
        </b>
      </div>
      <ul className="gate-judged">
        {judged.metrics.map((each) => (
          <li key={each.metric} className={each.state === 'failed' ? 'red' : 't2'}>
            <Mark name={GATE_MARKS[each.state]} />{' '}
            {isDryRun(deck, each.metric) ? `Dry run, did not count. ${each.words}` : each.words}
          </li>
        ))}
      </ul>
    </div>
  )
}

const isDryRun = (deck: Deck, name: string) =>
  deck.definition.metrics.some((metric) => metric.name === name && metric.dryRun)
