/** What production still asks for: the first three, with what to do about each; the rest is counted. */
import { roleTitles } from '../../../shared/documents/process-words.ts'
import type { MissingCondition } from '../../../shared/domain/process/missing-conditions.ts'
import { selectMissingConditions } from '../../../shared/domain/process/production-gate.ts'
import type { SubjectRef } from '../../../shared/domain/signoffs/subjects.ts'
import { selectScheduled, selectScheduleObjections } from '../../../shared/domain/windows.ts'
import { APPROVED_SUBJECTS } from '../../../shared/process/known-rules.ts'
import { Mark } from '../../components/mark.tsx'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

const SHOWN = 3

export function Blockers({ deck }: { deck: Deck }) {
  const missing = selectMissingConditions(deck.state, deck.nowMs)
  const schedule = selectScheduleObjections(selectScheduled(deck.state)!, deck.nowMs)
  if (missing.length === 0)
    return (
      <p className="blockers-none">
        <Mark name={schedule.length > 0 ? 'clock' : 'gate-passed'} />
        <b>Nothing that binds production is missing.</b>
        <span className="t2 clip">
          {schedule.map(({ message }) => message).join(' ') || 'The schedule allows production now.'}
        </span>
      </p>
    )
  const rest = missing.length - SHOWN
  return (
    <section className="blockers" aria-label="What blocks production">
      {missing.slice(0, SHOWN).map((each, index) => (
        <Blocker key={each.id} deck={deck} missing={each} more={index === SHOWN - 1 && rest > 0 ? rest : 0} />
      ))}
    </section>
  )
}

/** `approvals/STEP/ROLE`. */
function subjectOf(id: string): SubjectRef {
  const of = id.split('/')[1]!
  const kind = APPROVED_SUBJECTS.find((each) => each === of)
  return kind ? { kind } : { kind: 'process-step', subjectId: of }
}

function Blocker({ deck, missing, more }: { deck: Deck; missing: MissingCondition; more: number }) {
  const setUi = useSetUi()
  const { id, title, words, asks, isVoid } = missing
  const process = deck.state.definition!.process!
  const about = id.startsWith('approvals/') ? subjectOf(id) : undefined
  const isItem = !about && id.includes('/')
  return (
    <article className="blocker-card">
      <Mark name={isVoid ? 'void' : 'gate-shut'} />
      <div>
        <h3>{title}</h3>
        <p className="small t2">
          {asks.length > 0 && !about && id !== 'go-poll' ? `${roleTitles(process, asks)} can say so.` : words}
        </p>
        <div className="blocker-act">
          {id === 'go-poll' && (
            <button type="button" className="btn" onClick={() => setUi({ dialog: { kind: 'briefing' } })}>
              Briefing…
            </button>
          )}
          {about && (
            <button
              type="button"
              className="btn"
              onClick={() => setUi({ dialog: { kind: 'sign', about, ...(asks[0] ? { role: asks[0] } : {}) } })}
            >
              Approve…
            </button>
          )}
          {isItem && (
            <button type="button" className="btn" onClick={() => setUi({ dialog: { kind: 'item', item: id } })}>
              {asks.length > 0 ? 'Say that it is done…' : 'Look at it…'}
            </button>
          )}
          {more > 0 && <span className="small t2">and {more} more</span>}
        </div>
      </div>
    </article>
  )
}
