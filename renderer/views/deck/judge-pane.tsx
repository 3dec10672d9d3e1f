/** A canary against its baseline: each metric of both, by how much they differ, and what the verdict is or would be now. */
import { describeValue } from '../../../shared/analysis/describe.ts'
import type { ComparedMetric, JudgeView } from '../../../shared/analysis/judge/judge-view.ts'
import { CLASS_NAMES, judgeHeading, VERDICT_NAMES } from '../../../shared/documents/judge-lines.ts'
import type { JudgingState } from '../../../shared/domain/judging/judging-state.ts'
import type { AttemptState } from '../../../shared/domain/state.ts'
import { Mark } from '../../components/mark.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { formatTime } from '../../components/time.ts'
import { CLASS_MARKS } from '../../components/verdict.ts'
import { useCockpit, useSession } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

type Props = { deck: Deck; attempt: AttemptState }

const QUESTIONS = {
  marginal: 'The verdict is marginal, so it neither promotes nor rolls back. Go on measuring, promote, or let it fail.',
  hold: 'There is no verdict yet, so nothing is promoted. It goes on as soon as there is one; or decide.',
}

export function JudgePane({ deck, attempt }: Props) {
  const view = useCockpit((state) => state.judges[attempt.id])
  const { replay } = useSession()
  if (attempt.endedAtMs !== undefined) return <Judged judging={attempt.judging} />
  if (!view && replay)
    return <p className="empty">How it stood is not on record before its verdict; the values are in the charts.</p>
  if (!view) return <p className="empty">The first comparison is awaited.</p>
  const asked = attempt.judging?.asked
  return (
    <div className="gate-pane">
      <JudgeHead view={view} deck={deck} startedAtMs={attempt.startedAtMs} />
      {asked && <p className="gate-asks bold">{QUESTIONS[asked.verdict]}</p>}
      <JudgeTable metrics={view.metrics} columns={columnsOf(deck)} />
    </div>
  )
}

function JudgeHead({ view, deck, startedAtMs }: { view: JudgeView; deck: Deck; startedAtMs: number }) {
  const { dueAtMs, verdict } = view
  const heading = judgeHeading(view, deck.nowMs, (ms) => formatTime(ms, deck.offsetMinutes))
  const share = (deck.nowMs - startedAtMs) / Math.max(1, dueAtMs - startedAtMs)
  return (
    <div className="gate-head">
      <b className={verdict === 'fail' ? 'red' : verdict === 'pass' ? 'accent' : ''}>{heading}</b>
      <ProgressBar share={Math.min(1, share)} tone="accent" label="Of the hold" />
    </div>
  )
}

const columnsOf = ({ definition }: Deck) => [
  definition.strategy.kind === 'rolling' ? 'New' : 'Canary',
  'Baseline',
  'Shift',
  'Samples',
]

function JudgeTable({ metrics, columns }: { metrics: readonly ComparedMetric[]; columns: string[] }) {
  return (
    <table className="table gate-table">
      <thead>
        <tr>
          <th scope="col">Metric</th>
          {columns.map((name) => (
            <th key={name} scope="col" className="num">
              {name}
            </th>
          ))}
          <th scope="col">Class</th>
        </tr>
      </thead>
      <tbody>
        {metrics.map((metric) => (
          <JudgeRow key={metric.name} metric={metric} />
        ))}
      </tbody>
    </table>
  )
}

const signed = (value: number, metric: ComparedMetric) =>
  `${value > 0 ? '+' : ''}${describeValue(Number(value.toPrecision(3)), metric.unit)}`

const isWorse = ({ classification }: ComparedMetric) => ['high', 'low', 'missing'].includes(classification)

function JudgeRow({ metric }: { metric: ComparedMetric }) {
  const { title, unit, canary, baseline, shift, classification, words } = metric
  const tone = isWorse(metric) ? 'red' : ''
  const shown = (value: number | null) => (value === null ? 'none' : describeValue(Number(value.toPrecision(3)), unit))
  return (
    <>
      <tr className="gate-row">
        <th scope="row">{title}</th>
        <td className={`num bold ${tone}`}>{shown(canary.median)}</td>
        <td className="num t2">{shown(baseline.median)}</td>
        <td className="num">{shift === undefined ? '' : signed(shift, metric)}</td>
        <td className="num t2 nowrap">
          {canary.count} / {baseline.count}
        </td>
        <td className={`nowrap ${tone}`}>
          <Mark name={CLASS_MARKS[classification]} /> {CLASS_NAMES[classification]}
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

/** What it rested on when it ended. */
function Judged({ judging }: { judging: JudgingState | undefined }) {
  const judged = judging?.judged
  if (!judged) return null
  return (
    <div className="gate-pane">
      <div className="gate-head">
        <b className={judged.verdict === 'fail' ? 'red' : ''}>
          {VERDICT_NAMES[judged.verdict]}
          {judged.score === undefined ? '' : `, score ${judged.score}`}. {judged.words}
        </b>
      </div>
      <ul className="gate-judged">
        {judged.metrics.map(({ metric, classification, words }) => (
          <li key={metric} className={['high', 'low', 'missing'].includes(classification) ? 'red' : 't2'}>
            <Mark name={CLASS_MARKS[classification]} /> {words}
          </li>
        ))}
      </ul>
    </div>
  )
}
