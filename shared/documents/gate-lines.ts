/** A gate for a terminal: one line as a whole, one for each metric. */
import type { GateMetric, GateView } from '../analysis/measurement/gate.ts'
import type { MetricPhase } from '../analysis/measurement/metric-run.ts'
import { formatClock } from './words.ts'

export const GATE_WORDS: Record<MetricPhase, string> = {
  met: 'Met',
  holding: 'Holding',
  pending: 'Not begun',
  inconclusive: 'Inconclusive',
  flapping: 'Flapping',
  thin: 'Thin',
  'no-data': 'No data',
  blind: 'Blind',
  failed: 'Failed',
}

/** `Held 02:10 of 05:00`, or what blocks. */
export const gateHeading = ({ state, heldMs, forMs, metrics }: GateView): string => {
  const held = forMs > 0 ? `Held ${formatClock(heldMs)} of ${formatClock(forMs)}` : 'Holds until every target is met'
  const blocking = metrics.filter((each) => !each.isDryRun && each.state === state).map((each) => each.title)
  if (['met', 'holding', 'pending'].includes(state)) return held
  return `${held}, ${GATE_WORDS[state].toLowerCase()}: ${blocking.join(', ') || 'nothing is measured'}`
}

const wordOf = ({ state, isDryRun }: GateMetric) => (isDryRun ? 'Dry run' : GATE_WORDS[state])

export const gateLines = (view: GateView): string[] => [
  gateHeading(view),
  ...view.metrics.map((metric) => `${wordOf(metric).padEnd(12)} ${metric.words}`),
]
