/** The deck for a projector at four metres: below who says what, what runs and the way back stand the metrics against their targets, and the steps. */

import { SCORE_WORDS } from '../../../shared/documents/scorecard-words.ts'
import { formatCount } from '../../../shared/documents/words.ts'
import type { ScoreRow } from '../../../shared/domain/project-scorecard.ts'
import { STATUS_WORDS, type StepView, selectSteps } from '../../../shared/domain/select-steps.ts'
import { Mark } from '../../components/mark.tsx'
import { scoreMark } from '../../components/score-mark.ts'
import { markOfStep } from '../../components/step-mark.tsx'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { useScoreRows } from '../../state/use-score-rows.ts'
import { useWatching } from '../../state/use-watching.ts'

/** More would be too small to read from the back of a room; those off target come first. */
const MOST_METRICS = 6

const rank = ({ status }: ScoreRow): number => (status === 'breach' ? 0 : status === 'near' ? 1 : 2)

export function BigView({ deck }: { deck: Deck }) {
  useWatching(deck)
  const rows = useScoreRows(deck)
  const chosen = rows
    .map((row, index) => ({ row, index }))
    .toSorted((a, b) => rank(a.row) - rank(b.row) || a.index - b.index)
    .slice(0, MOST_METRICS)
    .toSorted((a, b) => a.index - b.index)
  const left = rows.length - chosen.length
  return (
    <main className="big">
      <ul className="big-metrics" aria-label="Metrics against their targets">
        {chosen.map(({ row }) => (
          <BigMetric key={row.name} row={row} />
        ))}
      </ul>
      <BigSteps deck={deck} left={left} />
    </main>
  )
}

function BigMetric({ row }: { row: ScoreRow }) {
  const { title, actual, targetWords, status, value, isDryRun } = row
  const isOff = status === 'breach'
  return (
    <li className={isOff ? 'big-metric is-off' : 'big-metric'}>
      <div className="big-metric-title clip">{title}</div>
      <div className={value === null ? 'big-metric-value clip t3' : 'big-metric-value clip'}>{actual}</div>
      <div className="big-metric-foot">
        <span className={isOff ? 'red bold nowrap' : status === 'holds' ? 't2 nowrap' : 'bold nowrap'}>
          <Mark name={scoreMark(status)} /> {SCORE_WORDS[status]}
          {isDryRun ? ', dry run' : ''}
        </span>
        <span className="t2 clip">{targetWords ? `target ${targetWords}` : 'no target'}</span>
      </div>
    </li>
  )
}

const OVER = ['done', 'skipped', 'undone', 'went-on']

/** Where the run stands, and what comes after what runs now. */
function BigSteps({ deck, left }: { deck: Deck; left: number }) {
  const setUi = useSetUi()
  const { run, state, nowMs } = deck
  const views = run ? selectSteps(state, run, nowMs) : []
  const over = views.filter(({ status }) => OVER.includes(status)).length
  const ahead = views.filter(({ status }) => !OVER.includes(status)).slice(0, 3)
  return (
    <footer className="big-steps">
      <b className="nowrap">{run ? `${over} of ${views.length} steps` : 'No run yet'}</b>
      <ol>
        {ahead.map((view) => (
          <BigStep key={view.step.id} view={view} />
        ))}
      </ol>
      {left > 0 && (
        <span className="t2 nowrap">
          {formatCount(left)} more {left === 1 ? 'metric' : 'metrics'}
        </span>
      )}
      <button type="button" className="btn end" onClick={() => setUi({ isBig: false })}>
        Usual size <kbd>B</kbd>
      </button>
    </footer>
  )
}

function BigStep({ view }: { view: StepView }) {
  return (
    <li className="clip" title={`${view.step.title}: ${STATUS_WORDS[view.status]}`}>
      <Mark name={markOfStep(view)} /> {view.step.title}
    </li>
  )
}
