/** The issue log: each with how grave it is, how it stands and who sees to it. */
import { ISSUE_WORDS, issueSource, issueStanding } from '../../../shared/documents/issue-words.ts'
import {
  type IssueStatus,
  type IssueView,
  isOpenIssue,
  projectIssues,
} from '../../../shared/domain/issues/project-issues.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { formatDay } from '../../components/time.ts'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

export const ISSUE_MARKS: Record<IssueStatus, MarkName> = {
  open: 'warning-line',
  taken: 'person',
  resolved: 'tick',
  accepted: 'flag',
  closed: 'tick',
}

export function IssueLog({ deck }: { deck: Deck }) {
  const setUi = useSetUi()
  const issues = projectIssues(deck.state)
  const open = issues.filter(isOpenIssue).length
  return (
    <>
      <div className="panel-head">
        <h2>Issues</h2>
        <span className="t2">{issues.length === 0 ? 'none' : `${open} open of ${issues.length}`}</span>
        <button type="button" className="btn btn-plain end" onClick={() => setUi({ dialog: { kind: 'report-issue' } })}>
          Report…
        </button>
      </div>
      {issues.length === 0 && (
        <p className="empty">Nothing was reported. What a trigger finds in a run stands here, too.</p>
      )}
      <ul className="rows item-rows">
        {issues.map((issue) => (
          <IssueRow key={issue.id} issue={issue} offsetMinutes={deck.offsetMinutes} />
        ))}
      </ul>
    </>
  )
}

function IssueRow({ issue, offsetMinutes }: { issue: IssueView; offsetMinutes: number }) {
  const setUi = useSetUi()
  const { id, title, severity, status, atMs } = issue
  const isOpen = isOpenIssue(issue)
  return (
    <li>
      <button
        type="button"
        className={`item-row is-${isOpen ? 'open' : 'done'}`}
        onClick={() => setUi({ dialog: { kind: 'issue', issue: id } })}
      >
        <Mark name={ISSUE_MARKS[status]} />
        <span className="item-words">
          <span className="item-title clip" title={title}>
            {title}
          </span>
          <span className="small t2 clip" title={issueStanding(issue)}>
            <b className={severity === 'critical' && isOpen ? 'red' : ''}>{severity}</b>,{' '}
            {ISSUE_WORDS[status].toLowerCase()}, {issueSource(issue)}. {issueStanding(issue)}
          </span>
        </span>
        <span className="small num t3">
          {id.length > 8 ? id.slice(0, 8) : id}
          <span className="item-day">{formatDay(atMs, offsetMinutes)}</span>
        </span>
      </button>
    </li>
  )
}
