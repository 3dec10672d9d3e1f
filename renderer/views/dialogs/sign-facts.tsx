import { givenByWords } from '../../../shared/documents/approval-words.ts'
import { formatDigest } from '../../../shared/documents/words.ts'
import { changeWords, type SubjectRole, type SubjectWord } from '../../../shared/domain/signoffs/subject-words.ts'
import type { SubjectPart } from '../../../shared/domain/signoffs/subjects.ts'
import type { Deck } from '../../state/use-deck.ts'

const textOf = (text: string) => (/^[0-9a-f]{64}$/.test(text) ? formatDigest(text) : text)

export function Parts({ parts, isRead }: { parts: readonly SubjectPart[]; isRead: boolean }) {
  if (!isRead) return <p className="t2">Reading the release folder.</p>
  if (parts.length === 0)
    return <p className="t2">Nothing of this step is done yet: a GO binds nothing that could change.</p>
  return (
    <dl className="facts-table sign-parts">
      {parts.map(({ partId, title, text }) => (
        <div key={partId}>
          <dt>{title}</dt>
          <dd>{textOf(text)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Every step with what it runs. */
export function ApprovedPlan({ deck }: { deck: Deck }) {
  const { runbook } = deck.state.definition!
  return (
    <>
      {runbook.stages.map((stage) => (
        <section key={stage.id} aria-label={stage.title}>
          <h4 className="label">{stage.title}</h4>
          <ol className="preview-steps">
            {stage.steps.map((step, index) => (
              <li key={step.id}>
                <span className="t3">{index + 1}</span>
                <div className="grow clip">
                  <b>{step.title}</b>
                  {step.text.trim() && <pre className="well mono">{step.text.trim()}</pre>}
                </div>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </>
  )
}

const WORDS = { stands: 'stands', flagged: 'stands; only wording changed since', void: 'is void' }

/** What a word was given about and what there is now, old beside new. */
export function Changes({ word }: { word: SubjectWord }) {
  if (word.changes.length === 0) return null
  return (
    <ul className="sign-changes small">
      {word.changes.slice(0, 6).map((change) => (
        <li key={changeWords(change)}>
          <b>{change.title}</b>
          {change.before !== undefined && <pre className="well mono is-wrapped sign-old">{textOf(change.before)}</pre>}
          {change.after !== undefined && <pre className="well mono is-wrapped">{textOf(change.after)}</pre>}
        </li>
      ))}
      {word.changes.length > 6 && <li className="t2">and {word.changes.length - 6} more</li>}
    </ul>
  )
}

/** What the role said before, and what changed since. */
export function SinceThen({ asked }: { asked: SubjectRole }) {
  const words = asked.words.slice(-3)
  if (words.length === 0) return null
  return (
    <>
      <h3 className="label">Said before</h3>
      {words.map((word) => (
        <div key={word.seq} className="sign-before">
          <p>
            <b>{word.decision.toUpperCase()}</b> {WORDS[word.standing]}.{' '}
            <span className="t2">{givenByWords(word)}</span>
            {word.words ? `. ${word.words}` : ''}
          </p>
          <Changes word={word} />
        </div>
      ))}
    </>
  )
}
