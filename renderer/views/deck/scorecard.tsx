/** Metric, target, actual: the reference table, with deployment and rollback time and critical incidents from the ledger. */
import { describeTarget, describeValue } from '../../../shared/analysis/describe.ts'
import { judgeTarget } from '../../../shared/analysis/judge-target.ts'
import { formatClock } from '../../../shared/documents/words.ts'
import { DEPLOYMENT_TARGET_MS, ROLLBACK_TARGET_MS } from '../../../shared/domain/scorecard-targets.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { VERDICT_WORDS } from '../../components/verdict.ts'
import { useCockpit } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

type Row = { name: string; target: string; actual: string; word: string; isOff: boolean; isOpen?: boolean }

const timeRow = (name: string, targetMs: number, ms: number | undefined, isOpen: boolean): Row => ({
  name,
  target: `< ${formatClock(targetMs)}`,
  actual: ms === undefined ? 'not measured' : formatClock(ms),
  word: ms === undefined ? 'No data' : ms >= targetMs ? 'Missed' : isOpen ? 'Running' : 'Held',
  isOff: ms !== undefined && ms >= targetMs,
  isOpen,
})

function ledgerRows(deck: Deck): Row[] {
  const deploy = deck.runs.find((run) => run.kind === 'deploy')
  const deployMs =
    deploy?.finished?.durationMs ?? (deploy && !deploy.finished ? deck.nowMs - deploy.startedAtMs : undefined)
  const incidents = deck.state.marks.filter(
    (mark) => mark.kind === 'breached' && mark.environment === deck.environment.name,
  )
  const critical = incidents.filter((mark) =>
    deck.definition.triggers.some((trigger) => trigger.metric === mark.metric && trigger.severity === 'critical'),
  )
  return [
    timeRow('Deployment time', DEPLOYMENT_TARGET_MS, deployMs, deploy !== undefined && !deploy.finished),
    timeRow('Rollback time', ROLLBACK_TARGET_MS, deck.rollback?.lastMs?.durationMs, false),
    {
      name: 'Critical incidents',
      target: '0',
      actual: String(critical.length),
      word: critical.length === 0 ? 'Held' : 'Missed',
      isOff: critical.length > 0,
    },
  ]
}

const markOf = ({ isOff, word }: Row): MarkName =>
  isOff ? 'warning' : word === 'No data' ? 'no-data' : word === 'Running' ? 'play' : word === 'Thin' ? 'thin' : 'dot'

export function Scorecard({ deck }: { deck: Deck }) {
  const series = useCockpit((state) => state.series)
  const measured = deck.definition.metrics
    .filter((metric) => metric.source.kind !== 'ledger' && metric.source.kind !== 'not-yet')
    .map((metric): Row => {
      const verdict = judgeTarget(metric, series[`${deck.environment.name}/${metric.name}`] ?? [], deck.nowMs)
      const actual =
        verdict.value === null ? 'none yet' : describeValue(Number(verdict.value.toPrecision(4)), metric.unit)
      return {
        name: metric.title,
        target: describeTarget(metric.target, metric.unit) || 'none',
        actual,
        word: VERDICT_WORDS[verdict.status],
        isOff: verdict.status === 'breach',
      }
    })
  return (
    <table className="table scorecard">
      <thead>
        <tr>
          <th scope="col">Metric</th>
          <th scope="col" className="num">
            Target
          </th>
          <th scope="col" className="num">
            Actual
          </th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        {[...measured, ...ledgerRows(deck)].map((row) => (
          <tr key={row.name}>
            <th scope="row">{row.name}</th>
            <td className="num t2">{row.target}</td>
            <td className={`num bold ${row.isOff ? 'red' : ''} ${row.isOpen ? 'clock-running' : ''}`}>{row.actual}</td>
            <td className={row.isOff ? 'red' : 't2'}>
              <Mark name={markOf(row)} /> {row.word}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
