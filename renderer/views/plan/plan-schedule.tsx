import { formatClock, formatDigest } from '../../../shared/documents/words.ts'
import { selectScheduled } from '../../../shared/domain/windows.ts'
import { Mark } from '../../components/mark.tsx'
import { formatDate, formatDay, formatMinute, formatTime } from '../../components/time.ts'
import type { Deck } from '../../state/use-deck.ts'

export function Schedule({ deck }: { deck: Deck }) {
  const definition = selectScheduled(deck.state)!
  const { offsetMinutes, nowMs } = deck
  const rows = [
    ...definition.windows.map((window) => ({ ...window, word: 'Window' })),
    ...definition.freezes.map((freeze) => ({ ...freeze, word: 'Freeze' })),
  ].toSorted((a, b) => a.startMs - b.startMs)
  return (
    <>
      <div className="panel-head">
        <h2>Schedule</h2>
        <span className="end t2">{rows.length === 0 ? 'any time' : rows.length}</span>
      </div>
      {rows.length === 0 && (
        <p className="empty">
          No window and no freeze in release.yaml: production may start at any time. Add “windows:” to bind it.
        </p>
      )}
      <ul className="rows plan-facts">
        {rows.map((row) => {
          const isNow = row.startMs <= nowMs && nowMs < row.endMs
          return (
            <li key={`${row.word} ${row.startMs}`}>
              <Mark name={row.word === 'Freeze' ? 'lock' : 'clock'} className="t2" />
              <div>
                <div className="bold">
                  {row.word} {formatDate(row.startMs, offsetMinutes)}, {formatMinute(row.startMs, offsetMinutes)} to{' '}
                  {formatDay(row.endMs, offsetMinutes)}, {formatMinute(row.endMs, offsetMinutes)}
                </div>
                <div className="small t2">{isNow ? 'in force now' : row.endMs < nowMs ? 'over' : 'to come'}</div>
              </div>
            </li>
          )
        })}
      </ul>
      <div className="panel-head">
        <h2>Runs</h2>
        <span className="end t2">{deck.state.runOrder.length}</span>
      </div>
      {deck.state.runOrder.length === 0 && (
        <p className="empty">Nothing has been run yet. Each run is listed here with its outcome and time.</p>
      )}
      <ul className="rows plan-facts">
        {deck.state.runOrder.toReversed().map((id) => {
          const run = deck.state.runs[id]!
          return (
            <li key={id}>
              <Mark
                name={
                  run.kind === 'rollback'
                    ? 'back'
                    : run.finished?.outcome === 'succeeded'
                      ? 'tick'
                      : run.finished
                        ? 'failed'
                        : 'play'
                }
                className={run.finished?.outcome === 'failed' ? 'red' : 't2'}
              />
              <div className="clip">
                <div>
                  {run.title} in {run.environment}, {run.finished?.outcome ?? 'running'}
                </div>
                <div className="small t2">
                  {formatDay(run.startedAtMs, offsetMinutes)}, {formatTime(run.startedAtMs, offsetMinutes)}
                  {run.finished ? `, ${formatClock(run.finished.durationMs)}` : ''},{' '}
                  <span className="mono">{formatDigest(run.resolvedDigest)}</span>
                </div>
                {run.deviations.map((sentence) => (
                  <div key={sentence} className="small bold">
                    Deviation: {sentence}
                  </div>
                ))}
              </div>
            </li>
          )
        })}
      </ul>
    </>
  )
}
