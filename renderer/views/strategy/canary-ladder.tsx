/** A canary's way up: its weights as rungs, what users were exposed to, and when the next verdict comes. */
import type { JudgeView } from '../../../shared/analysis/judge/judge-view.ts'
import { VERDICT_NAMES, verdictTiming } from '../../../shared/documents/judge-lines.ts'
import { type Ladder, projectLadder, type Rung } from '../../../shared/domain/judging/project-ladder.ts'
import { formatDuration } from '../../../shared/runbook/duration.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { formatTime } from '../../components/time.ts'
import { useCockpit } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

const MARKS: Record<Rung['state'], MarkName> = { done: 'tick', now: 'play', ahead: 'ring', undone: 'back' }
const WORDS: Record<Rung['state'], string> = { done: 'done', now: 'now', ahead: 'ahead', undone: 'taken back' }

function useLadder(deck: Deck): Ladder | undefined {
  const { state, definition, environment, nowMs } = deck
  const run = deck.runs.findLast(({ kind }) => kind === 'deploy')
  const stages = definition.runbook.stages.filter(({ kind }) => kind === 'forward')
  const own = stages.filter((stage) => stage.environment === environment.name)
  return projectLadder(state, run, [...own, ...stages], nowMs)
}

const holdWords = ({ holdMs, isJudged }: Rung): string =>
  holdMs === undefined ? '' : `${isJudged ? 'judged after' : 'held'} ${formatDuration(holdMs)}`

export function CanaryLadder({ deck }: { deck: Deck }) {
  const ladder = useLadder(deck)
  const view = useCockpit(({ judges }) => (ladder?.judging ? judges[ladder.judging.id] : undefined))
  if (!ladder) return <p className="t2 ladder-none">This stage sets no weight.</p>
  const { rungs, exposure } = ladder
  return (
    <div className="ladder">
      <ol className="ladder-rungs" aria-label="Weights of the canary">
        {rungs.map((rung) => (
          <li key={rung.weight} className={`ladder-rung is-${rung.state}`} title={holdWords(rung)}>
            <Mark name={MARKS[rung.state]} /> <b>{rung.weight} %</b> <span className="t2">{WORDS[rung.state]}</span>
          </li>
        ))}
      </ol>
      <Fact name="Exposure" value={`${exposure < 10 ? exposure.toFixed(1) : Math.round(exposure)} % × min`} />
      <Fact name="Verdict" value={verdictWords(deck, ladder, view)} />
    </div>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <span className="ladder-fact">
      <span className="t2">{name}</span> <b>{value}</b>
    </span>
  )
}

/** What is open now, else what comes next. */
function verdictWords(deck: Deck, { rungs, judging, failedAt }: Ladder, view: JudgeView | undefined): string {
  if (judging?.judging?.asked) return `${VERDICT_NAMES[judging.judging.asked.verdict].toLowerCase()}: the room decides`
  if (judging && view) {
    const timing = verdictTiming(view, deck.nowMs, (ms) => formatTime(ms, deck.offsetMinutes))
    return `so far ${VERDICT_NAMES[view.verdict].toLowerCase()}, ${timing}`
  }
  if (judging) return 'the first comparison is awaited'
  if (failedAt !== undefined) return `fail at ${failedAt} %`
  const next = rungs.find(({ state, isJudged }) => state === 'ahead' && isJudged)
  if (rungs.some(({ state }) => state === 'undone')) return 'taken back'
  return next ? `next at ${next.weight} %, after ${formatDuration(next.holdMs ?? 0)}` : 'none ahead'
}
