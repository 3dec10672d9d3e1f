/** Every metric on one axis of time, with its target and verdict; a breach zooms the whole stack. */
import type { Metric } from '../../../shared/runbook/model.ts'
import { limitOf } from '../../charts/scale.ts'
import { useSetUi, useUi } from '../../state/context.tsx'
import { useBreaches } from '../../state/use-breaches.ts'
import type { Deck } from '../../state/use-deck.ts'
import { useWatching } from '../../state/use-watching.ts'
import { BurnRates } from './burn-rates.tsx'
import { ChartStack } from './chart-stack.tsx'
import { useAxis } from './metric-axis.ts'
import { Scorecard } from './scorecard.tsx'

const PANELS = ['charts', 'scorecard'] as const
const PANEL_WORDS = { charts: 'Charts', scorecard: 'Scorecard', burn: 'Burn rate' }

const measured = (deck: Deck): Metric[] =>
  deck.definition.metrics.filter((metric) => metric.source.kind !== 'ledger' && metric.source.kind !== 'not-yet')

export function MetricsPanel({ deck }: { deck: Deck }) {
  useWatching(deck)
  const breaches = useBreaches(deck)
  const axis = useAxis(deck, breaches.length > 0 && deck.isOpen)
  const metrics = measured(deck)
  const wanted = useUi((ui) => ui.metricsPanel)
  const hasBurn = deck.definition.triggers.some((trigger) => trigger.burnRate !== undefined)
  const panel = wanted === 'burn' && !hasBurn ? 'charts' : wanted
  const panels = [...PANELS, ...(hasBurn ? (['burn'] as const) : [])]
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
          {panels.map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              aria-selected={panel === each}
              className="segment"
              onClick={() => setUi({ metricsPanel: each })}
            >
              {PANEL_WORDS[each]}
            </button>
          ))}
        </div>
      </div>
      {panel === 'scorecard' ? (
        <Scorecard deck={deck} />
      ) : panel === 'burn' ? (
        <BurnRates deck={deck} />
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
