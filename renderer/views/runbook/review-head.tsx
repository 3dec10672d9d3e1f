/** What a reader must know first: what the runbook asks for, whether it is the one that was signed, and what can be done with it. */
import { Fragment, type ReactNode } from 'react'
import { formatDigest } from '../../../shared/documents/words.ts'
import { changeWords, type SubjectView, selectSubject } from '../../../shared/domain/signoffs/subject-words.ts'
import { Mark } from '../../components/mark.tsx'
import type { Deck } from '../../state/use-deck.ts'

type Props = {
  deck: Deck
  headline: string
  /** Buttons, in their order. */
  actions: readonly (readonly [string, ReactNode])[]
}

export function ReviewHead({ deck, headline, actions }: Props) {
  const { definition, definitionDigest, commit } = deck.state
  const view = selectSubject(deck.state, { kind: 'review' })
  return (
    <header className="review-head">
      <div className="grow">
        <p className="review-headline">{headline}</p>
        <p className="small t2">
          {definition!.runbook.file}, definition <span className="mono">{formatDigest(definitionDigest ?? '')}</span>,{' '}
          {commit ? `commit ${commit.slice(0, 8)}` : 'not in git'}. {view && <Signed view={view} />}
        </p>
      </div>
      <div className="review-actions">
        {actions.map(([name, action]) => (
          <Fragment key={name}>{action}</Fragment>
        ))}
      </div>
    </header>
  )
}

/** `Reviewed by 1 of 2 roles.`, and what became of words that do not count any more. */
function Signed({ view }: { view: SubjectView }) {
  const { roles, missing } = view
  const isVoid = roles.some(({ words }) => words.at(-1)?.standing === 'void')
  const change = roles.flatMap(({ words }) => (words.at(-1)?.standing === 'void' ? words.at(-1)!.changes : []))[0]
  const refused = roles.some(({ refusals }) => refusals.length > 0)
  return (
    <>
      <Mark
        name={missing === 0 ? 'go' : refused ? 'no-go' : isVoid ? 'void' : 'ring'}
        className={refused ? 'red' : 't1'}
      />{' '}
      <b className="t1">
        {missing === 0
          ? `Reviewed: signed by all ${roles.length} of ${roles.length} roles.`
          : `Signed as reviewed by ${roles.length - missing} of ${roles.length} roles.`}
      </b>
      {isVoid && change && ` A signature is void since a change: ${changeWords(change)}.`}
    </>
  )
}
