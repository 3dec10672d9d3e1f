/** The now band in a breach: the value, why, and what can be done; the rollback covers its old place and more. */
import { describeDuration, describeTarget, describeValue } from '../../../shared/analysis/describe.ts'
import { missesTarget } from '../../../shared/analysis/target.ts'
import { decisionHeading } from '../../../shared/documents/decision-words.ts'
import { formatClock } from '../../../shared/documents/words.ts'
import { selectOpenDecisions } from '../../../shared/domain/decisions/select-decisions.ts'
import type { TimedDecision } from '../../../shared/domain/decisions/timed-decision.ts'
import type { Breach } from '../../../shared/domain/project-breach.ts'
import { projectNow } from '../../../shared/domain/project-now.ts'
import { EvidenceChart } from '../../charts/evidence-chart.tsx'
import { Mark } from '../../components/mark.tsx'
import { placeOf } from '../../components/place.ts'
import { formatTime } from '../../components/time.ts'
import { useCockpit, useSetUi } from '../../state/context.tsx'
import { type Deck, selectClocks } from '../../state/use-deck.ts'

const NO_SAMPLES: never[] = []

/** The number and its unit apart: the unit is smaller. */
const split = (text: string): [string, string] => {
  const at = text.search(/[^\d.,−-]/)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at).trim()]
}

const SEVERITY = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' }

export function BreachValue({ deck, breach: { metric, trigger, health } }: { deck: Deck; breach: Breach }) {
  const samples = useCockpit((state) => state.series[`${deck.environment.name}/${metric.name}`] ?? NO_SAMPLES)
  const last = samples.findLast((sample) => sample[1] !== null)
  const [value, unit] = split(describeValue(last?.[1] ?? health.value ?? 0, metric.unit, metric.target))
  const isBack = last?.[1] != null && !missesTarget(metric.target, last[1])
  const clocks = selectClocks(deck)
  const now = projectNow(deck.state, deck.run!, deck.nowMs)
  return (
    <div className="breach-value" role="alert">
      <div className={`label breach-state ${isBack ? 't1' : 'red'}`}>
        <Mark name={trigger?.severity === 'critical' ? 'critical' : 'warning'} />
        {isBack
          ? 'Recovering'
          : trigger
            ? `${SEVERITY[trigger.severity]}, trigger ${placeOf(trigger.position)}`
            : 'Off target'}
      </div>
      <div className="breach-figure">
        <b className={isBack ? '' : 'red'}>{value}</b>
        <span className={isBack ? '' : 'red'}>{unit}</span>
        <strong className="clip">{metric.title}</strong>
      </div>
      <div className="breach-limits">
        {trigger && (
          <>
            Limit {describeValue(trigger.above ?? trigger.below ?? 0, metric.unit)} for{' '}
            {describeDuration(trigger.forMs)}.{' '}
          </>
        )}
        Target {describeTarget(metric.target, metric.unit)}. Off since {formatTime(health.sinceMs, deck.offsetMinutes)}.
      </div>
      <div className="breach-clocks" aria-live="off">
        {now.sinceMs !== undefined && (
          <span className="breach-step">
            Step <b>{formatClock(deck.nowMs - now.sinceMs)}</b>
          </span>
        )}
        <span>
          T+ <b>{formatClock(clocks.elapsedMs ?? 0)}</b>
        </span>
        {clocks.windowLeftMs !== undefined && (
          <span>
            Window <b>{formatClock(clocks.windowLeftMs)}</b>
          </span>
        )}
        {clocks.noReturnLeftMs !== undefined && (
          <span>
            No return <b>{formatClock(clocks.noReturnLeftMs)}</b>
          </span>
        )}
      </div>
    </div>
  )
}

export function BreachWhy({ deck, breach, others }: { deck: Deck; breach: Breach; others: Breach[] }) {
  const { metric, trigger } = breach
  const samples = useCockpit((state) => state.series[`${deck.environment.name}/${metric.name}`] ?? NO_SAMPLES)
  const shown = samples.slice(-24)
  const since = shown.filter((sample) => sample[0] >= breach.health.sinceMs && sample[1] !== null)
  return (
    <div className="breach-why">
      <div className="clip">
        <span className="label t1">Why</span>{' '}
        <span className="t2">
          {metric.title} must be {describeTarget(metric.target, metric.unit)}, sampled every{' '}
          {describeDuration(metric.intervalMs)}, {placeOf(metric.position)}
        </span>
      </div>
      <EvidenceChart
        samples={shown}
        metric={metric}
        limit={trigger?.above ?? trigger?.below}
        sinceMs={breach.health.sinceMs}
        offsetMinutes={deck.offsetMinutes}
      />
      <div className="breach-facts">
        <span className="clip">
          Samples <b>{since.length} since it began</b>, <b>{shown.at(-1)?.[2] ?? 0}</b>{' '}
          {shown.at(-1)?.[2] === 1 ? 'check' : 'checks'} behind the last
        </span>
        {others.length > 0 && (
          <span className="clip">
            Also off target <b>{others.map((other) => other.metric.title).join(', ')}</b>
          </span>
        )}
      </div>
    </div>
  )
}

/** What follows when nobody says anything; the countdown itself is the big clock. */
const wayOf = (decision: TimedDecision | undefined, nowMs: number): string =>
  decision ? `${decisionHeading(decision, nowMs)}.` : 'Nothing rolls back by itself: a person decides.'

export function BreachExtras({ deck, breach }: { deck: Deck; breach: Breach }) {
  const setUi = useSetUi()
  const { state, environment, nowMs, definition } = deck
  const decision = selectOpenDecisions(state, environment.name)[0]
  const offFor = formatClock(nowMs - breach.health.sinceMs)
  if (decision?.mode === 'countdown' && decision.dueAtMs !== undefined)
    return (
      <>
        <div className="breach-since" role="timer" aria-label="Rolls back by itself in">
          <div className="breach-count clock-running">{formatClock(Math.max(0, decision.dueAtMs - nowMs))}</div>
          <div className="small t2">until it rolls back by itself. Off target for {offFor}.</div>
        </div>
        <button
          type="button"
          className="btn breach-stay"
          onClick={() => setUi({ dialog: { kind: 'veto', decisionId: decision.id } })}
        >
          <span>
            Veto… <kbd>V</kbd>
          </span>
          <span className="small t2">keeps {definition.version}, asks why</span>
        </button>
      </>
    )
  return (
    <>
      <div className="breach-since">
        <div className="breach-count clock-running">{offFor}</div>
        <div className="small t2">off target. {wayOf(decision, nowMs)}</div>
      </div>
      <button
        type="button"
        className="btn breach-stay"
        onClick={() => setUi({ dialog: { kind: 'hold-course', text: `${breach.metric.title} off target` } })}
      >
        <span>Stay on {definition.version}…</span>
        <span className="small t2">asks why, on record</span>
      </button>
    </>
  )
}
