/** What users and stakeholders say of the release, the newest first. */
import { MOOD_WORDS } from '../../../shared/documents/issue-words.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { formatDay } from '../../components/time.ts'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

const MARKS: Record<keyof typeof MOOD_WORDS, MarkName> = { good: 'tick', mixed: 'standby', bad: 'failed' }

export function Feedback({ deck: { state, offsetMinutes } }: { deck: Deck }) {
  const setUi = useSetUi()
  const feedback = state.feedback ?? []
  return (
    <>
      <div className="panel-head">
        <h2>Feedback</h2>
        <span className="t2">{feedback.length === 0 ? 'none' : feedback.length}</span>
        <button type="button" className="btn btn-plain end" onClick={() => setUi({ dialog: { kind: 'feedback' } })}>
          Add…
        </button>
      </div>
      {feedback.length === 0 && (
        <p className="empty">Nobody has said anything yet. Add what comes by phone, ticket or survey.</p>
      )}
      <ul className="rows plan-facts">
        {feedback.toReversed().map(({ seq, from, channel, mood, text, issue, atMs }) => (
          <li key={seq}>
            <Mark name={MARKS[mood]} className="t2" />
            <div className="grow">
              <div className="feedback-text" dir="auto">
                {text}
              </div>
              <div className="small t2">
                {MOOD_WORDS[mood]}, {from}
                {channel ? `, ${channel}` : ''}
                {issue ? `, about ${issue}` : ''}
              </div>
            </div>
            <span className="small t3 num">{formatDay(atMs, offsetMinutes)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
