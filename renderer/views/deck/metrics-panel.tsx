/** Every metric on one axis of time, with its target and verdict; a breach zooms the whole stack. */
import { useEffect } from 'react'
import { describeDuration } from '../../../shared/analysis/describe.ts'
import type { Metric } from '../../../shared/runbook/model.ts'
import { limitOf, timeTicks } from '../../charts/scale.ts'
import { formatMinute, formatTime } from '../../components/time.ts'
import { useCockpit, useSession, useSetUi, useUi } from '../../state/context.tsx'
import { useBreaches } from '../../state/use-breaches.ts'
import type { Deck } from '../../state/use-deck.ts'
import { ChartRow } from './chart-row.tsx'
import { type Axis, MINUTE, useAxis } from './metric-axis.ts'
import { Scorecard } from './scorecard.tsx'
import { StepStrip } from './step-strip.tsx'

/** So few charts leave room for the scorecard below them. */
const FEW = 2
const measured = (deck: Deck): Metric[] =>
  deck.definition.metrics.filter((metric) => metric.source.kind !== 'ledger' && metric.source.kind !== 'not-yet')

/** Asks the owner to measure while nothing runs, and reads what was measured before. */
function useWatching(deck: Deck) {
  const { cockpit } = useSession()
  const release = deck.state.release
  const environment = deck.environment.name
  const epoch = useCockpit((state) => state.connection.sinceMs)
  const definition = deck.state.definitionDigest
  useEffect(() => {
    void epoch
    void definition
    cockpit.client.call('metrics.watch', { release, environment }).catch(() => undefined)
    void cockpit.loadSamples(environment).catch(() => undefined)
  }, [cockpit, release, environment, epoch, definition])
}

export function MetricsPanel({ deck }: { deck: Deck }) {
  useWatching(deck)
  const breaches = useBreaches(deck)
  const axis = useAxis(deck, breaches.length > 0 && deck.isOpen)
  const metrics = measured(deck)
  const panel = useUi((ui) => ui.metricsPanel)
  const setUi = useSetUi()
  const judged = metrics.filter((metric) => !metric.dryRun && limitOf(metric) !== undefined)
  return (
    <section className="metrics" aria-label="Metrics">
      <div className="panel-head">
        <h2>Metrics</h2>
        <span className={breaches.length > 0 ? 'red bold' : 't2'}>
          {breaches.length > 0 ? `${breaches.length} of ${judged.length} off target` : `${judged.length} with a target`}
        </span>
        <div className="end segments" role="tablist" aria-label="Show">
          {(['charts', 'scorecard'] as const).map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              aria-selected={panel === each}
              className="segment"
              onClick={() => setUi({ metricsPanel: each })}
            >
              {each === 'charts' ? 'Charts' : 'Scorecard'}
            </button>
          ))}
        </div>
      </div>
      {panel === 'scorecard' ? (
        <Scorecard deck={deck} />
      ) : metrics.length === 0 ? (
        <p className="empty">
          No metrics yet. Name them under “metrics:” in release.yaml: an HTTP probe needs nothing but an address. Each
          gets a chart here, with its target and its verdict.
        </p>
      ) : (
        <ChartStack deck={deck} metrics={metrics} axis={axis} />
      )}
    </section>
  )
}

function ChartStack({ deck, metrics, axis }: { deck: Deck; metrics: Metric[]; axis: Axis }) {
  return (
    <div className="chart-stack">
      <StepStrip deck={deck} axis={axis} />
      <div className="chart-rows">
        {metrics.map((metric) => (
          <ChartRow key={metric.name} deck={deck} metric={metric} axis={axis} />
        ))}
      </div>
      {metrics.length <= FEW && <Scorecard deck={deck} />}
      <div className="chart-axis">
        <span className="t3">one axis, {describeDuration(axis.toMs - axis.fromMs)}</span>
        <div className="chart-ticks">
          {timeTicks(axis.fromMs, axis.toMs, deck.offsetMinutes, 5).map((ms) => {
            const at = (ms - axis.fromMs) / (axis.toMs - axis.fromMs)
            if (at > (ms % MINUTE === 0 ? 0.84 : 0.78) || at < 0.05) return null
            return (
              <span key={ms} style={{ left: `${at * 100}%` }}>
                {ms % MINUTE === 0 ? formatMinute(ms, deck.offsetMinutes) : formatTime(ms, deck.offsetMinutes)}
              </span>
            )
          })}
          <span className="chart-now">now</span>
        </div>
      </div>
    </div>
  )
}
