/** Metric, target, actual: the reference table. The row one points at, or has the keyboard on, shows the values and the rule behind its verdict. */
import { useId, useState } from 'react'
import { describeValue } from '../../../shared/analysis/describe.ts'
import { SCORE_WORDS } from '../../../shared/documents/scorecard-words.ts'
import type { ScoreRow } from '../../../shared/domain/project-scorecard.ts'
import { Mark } from '../../components/mark.tsx'
import { scoreMark } from '../../components/score-mark.ts'
import { formatDay, formatTime } from '../../components/time.ts'
import type { Deck } from '../../state/use-deck.ts'
import { useScoreRows } from '../../state/use-score-rows.ts'

const toneOf = (status: ScoreRow['status']): string => {
  if (status === 'breach') return 'red bold'
  if (status === 'running') return 'accent'
  return status === 'holds' || status === 'no-target' ? 't2' : 't1 bold'
}

const DAY_MS = 86_400_000

const sinceWords = ({ sinceMs }: ScoreRow, { nowMs, offsetMinutes }: Deck): string => {
  if (sinceMs === null) return ''
  return `since ${nowMs - sinceMs < DAY_MS ? formatTime(sinceMs, offsetMinutes) : formatDay(sinceMs, offsetMinutes)}`
}

type RowProps = { row: ScoreRow; deck: Deck; isShown: boolean; onShow(name: string | undefined): void; detail: string }

function Row({ row, deck, isShown, onShow, detail }: RowProps) {
  const { name, title, targetWords, actual, distanceWords, countWords, status, isDryRun } = row
  const isOff = status === 'breach'
  const actualTone = isOff ? 'red' : row.value === null ? 't3' : status === 'running' ? 'clock-running' : ''
  return (
    <tr
      className={isShown ? 'scorecard-row is-shown' : 'scorecard-row'}
      onPointerEnter={() => onShow(name)}
      onPointerLeave={() => onShow(undefined)}
    >
      <th scope="row">
        <button
          type="button"
          className="scorecard-name"
          aria-describedby={isShown ? detail : undefined}
          onFocus={() => onShow(name)}
          onBlur={() => onShow(undefined)}
        >
          <span className="clip">{title}</span>
          <span className="small t3 clip">{[countWords, sinceWords(row, deck)].filter(Boolean).join(', ')}</span>
        </button>
      </th>
      <td className="num t2 nowrap">{targetWords || 'none'}</td>
      <td className="num nowrap">
        <div className={`bold ${actualTone}`}>{actual}</div>
        <div className="small t3">{distanceWords}</div>
      </td>
      <td className={`nowrap ${toneOf(status)}`}>
        <Mark name={scoreMark(status)} /> {SCORE_WORDS[status]}
        {isDryRun && <div className="small t3">dry run</div>}
      </td>
    </tr>
  )
}

const valueWords = ({ values, unit }: ScoreRow): string =>
  values.map((value) => describeValue(Number(value.toPrecision(4)), unit)).join(', ')

function Detail({ row, id }: { row: ScoreRow | undefined; id: string }) {
  if (!row)
    return (
      <p className="scorecard-detail t3" id={id}>
        Point at a row, or move to it with Tab, for the values and the rule behind its verdict.
      </p>
    )
  const values = valueWords(row)
  return (
    <div className="scorecard-detail" id={id}>
      <p>
        <span className={toneOf(row.status)}>{SCORE_WORDS[row.status]}.</span> {row.rule}
      </p>
      {row.why && <p className="t2">{row.why}</p>}
      {row.values.length > 1 && <p className="t2">Newest values: {values}.</p>}
      <p className="t3">{row.definition}</p>
    </div>
  )
}

export function Scorecard({ deck }: { deck: Deck }) {
  const [wanted, setWanted] = useState<string>()
  const detail = useId()
  const rows = useScoreRows(deck)
  return (
    <div className="scorecard">
      <div className="scorecard-rows">
        <table className="table">
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
            {rows.map((row) => (
              <Row
                key={row.name}
                row={row}
                deck={deck}
                isShown={wanted === row.name}
                onShow={setWanted}
                detail={detail}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Detail row={rows.find(({ name }) => name === wanted)} id={detail} />
    </div>
  )
}
