/** Who approves a step of the process, the schedule or the plan: what each role said, whether it stands, and who is asked still. */
import { shortGivenBy } from '../../../shared/documents/approval-words.ts'
import { roleTitle } from '../../../shared/documents/process-words.ts'
import { changeWords, type SubjectRole, selectSubject } from '../../../shared/domain/signoffs/subject-words.ts'
import type { SubjectRef } from '../../../shared/domain/signoffs/subjects.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

type Said = { mark: MarkName; word: string; tone?: string }

function saidBy({ missing, refusals, words, given }: SubjectRole): Said {
  if (refusals.length > 0) return { mark: 'no-go', word: 'NO-GO', tone: 'red' }
  if (missing === 0) return { mark: 'go', word: 'GO' }
  const last = words.at(-1)
  if (last?.standing === 'void') return { mark: 'void', word: 'VOID' }
  if (given.length > 0) return { mark: 'pie', word: `${missing} more` }
  return last?.decision === 'standby'
    ? { mark: 'standby', word: 'STANDBY' }
    : { mark: 'ring', word: 'Not asked', tone: 't3' }
}

type Props = { deck: Deck; about: SubjectRef; title: string }

export function SubjectApprovals({ deck, about, title }: Props) {
  const view = selectSubject(deck.state, about)
  if (!view || view.roles.length === 0) return null
  return (
    <>
      <div className="panel-head">
        <h2>{title}</h2>
        <span className="end t2">
          {view.roles.length - view.missing} of {view.roles.length}
        </span>
      </div>
      <ul className="rows plan-facts">
        {view.roles.map((each) => (
          <RoleRow key={each.role} deck={deck} about={about} title={view.title} asked={each} />
        ))}
      </ul>
    </>
  )
}

/** The people of the role, and what is asked of them. */
function whoWords({ state }: Deck, { role, rule, missing }: SubjectRole): string {
  const people = (state.definition?.team[role] ?? []).map(({ name, deputy }) => (deputy ? `${name} (deputy)` : name))
  const many = missing > 1 ? `${missing} of ` : ''
  const whose = people.length > 0 ? people.join(', ') : 'nobody named'
  return `${many}${whose}${rule?.notExecutor ? '; not who starts the run' : ''}`
}

function RoleRow({ deck, about, title, asked }: { deck: Deck; about: SubjectRef; title: string; asked: SubjectRole }) {
  const setUi = useSetUi()
  const { role, says, words, missing } = asked
  const { mark, word, tone } = saidBy(asked)
  const process = deck.state.definition!.process!
  const last = words.at(-1)
  const detail = last ? `${shortGivenBy(last)}${last.words ? `. ${last.words}` : ''}` : whoWords(deck, asked)
  const name = roleTitle(process, role)
  return (
    <li>
      <Mark name={mark} className={tone ?? 't1'} />
      <div className="grow">
        <div>
          <b>{word}</b> {name}
          {says && <span className="t2"> {says}</span>}
        </div>
        <div className="small t2 plan-detail">{detail}</div>
        {last?.changes.slice(0, 2).map((change) => (
          <div key={changeWords(change)} className="small plan-detail">
            {last.standing === 'flagged' ? 'Reworded: ' : ''}
            {changeWords(change)}
          </div>
        ))}
      </div>
      <div className="plan-said">
        <button
          type="button"
          className="btn btn-plain"
          aria-label={`${missing > 0 ? 'Approve…' : 'Look…'} ${title} as ${name}`}
          onClick={() => setUi({ dialog: { kind: 'sign', about, role } })}
        >
          {missing > 0 ? 'Approve…' : 'Look…'}
        </button>
        {last && (
          <button
            type="button"
            className="btn btn-plain"
            aria-label={`Take back… ${title} as ${name}`}
            onClick={() =>
              setUi({
                dialog: {
                  kind: 'revoke',
                  seq: last.seq,
                  title: `${last.decision.toUpperCase()} of ${name}, ${shortGivenBy(last)}`,
                },
              })
            }
          >
            Take back…
          </button>
        )}
      </div>
    </li>
  )
}
