/** How much of the validation period was really seen, metric by metric and day by day. */
import { percentOf } from '../../../shared/documents/coverage-words.ts'
import { formatClock } from '../../../shared/documents/words.ts'
import {
  type CoverageView,
  type MetricCoverage,
  NEEDED_COVERAGE,
  projectCoverage,
} from '../../../shared/domain/validation/project-coverage.ts'
import { Mark } from '../../components/mark.tsx'
import { formatDay, formatMinute } from '../../components/time.ts'
import type { Deck } from '../../state/use-deck.ts'

const DAY_MS = 86_400_000

const hint =
  'It begins when a deploy to a protected environment has succeeded; what was watched is counted from then on.'

export function Coverage({ deck }: { deck: Deck }) {
  const view = projectCoverage(deck.state, deck.nowMs)
  return (
    <>
      <div className="panel-head">
        <h2>Validation period</h2>
        <span className="end t2">{view ? periodWords(view, deck.nowMs) : 'not begun'}</span>
      </div>
      {view ? <Metrics view={view} deck={deck} /> : <p className="empty">{hint}</p>}
    </>
  )
}

function periodWords({ period }: CoverageView, nowMs: number): string {
  if (nowMs >= period.toMs) return 'over'
  const leastMs = period.leastToMs - nowMs
  return leastMs > 0
    ? `${formatClock(leastMs)} at least`
    : `long enough, until ${formatClock(period.toMs - nowMs)} from now`
}

function Metrics({ view, deck: { offsetMinutes } }: { view: CoverageView; deck: Deck }) {
  const { period, metrics, measuredToMs } = view
  const at = (ms: number) => `${formatDay(ms, offsetMinutes)} ${formatMinute(ms, offsetMinutes)}`
  if (metrics.length === 0)
    return <p className="empty">release.yaml names no metric with a target: add “metrics:” to watch what is live.</p>
  return (
    <>
      <ul className="rows plan-facts coverage">
        {metrics.map((metric) => (
          <CoverageRow key={metric.metric} metric={metric} days={Math.ceil((period.toMs - period.fromMs) / DAY_MS)} />
        ))}
      </ul>
      <p className="plan-note small t2">
        {at(period.fromMs)} to {at(period.toMs)} in {period.environment}, {percentOf(NEEDED_COVERAGE)} of each is asked
        for.{' '}
        {measuredToMs === undefined ? 'Not counted yet: it is counted hourly.' : `Counted up to ${at(measuredToMs)}.`}
      </p>
    </>
  )
}

function CoverageRow({
  metric: { title, share, lateShare, days: seen, isEnough },
  days,
}: {
  metric: MetricCoverage
  days: number
}) {
  const words = `${percentOf(share)} seen${lateShare >= 0.01 ? `, of it ${percentOf(lateShare)} found afterwards` : ''}`
  return (
    <li>
      <Mark name={isEnough ? 'tick' : 'ring'} className={isEnough ? 't2' : 't1'} />
      <div className="grow">
        <div className="coverage-line">
          <span className="clip">{title}</span>
          <span className="num t2">{words}</span>
        </div>
        <div className="coverage-days" aria-hidden="true">
          {Array.from({ length: days }, (_, day) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a day is its number
            <i key={day} className={day < seen.length ? 'is-begun' : ''}>
              <b style={{ height: `${(seen[day] ?? 0) * 100}%` }} />
            </i>
          ))}
        </div>
      </div>
    </li>
  )
}
