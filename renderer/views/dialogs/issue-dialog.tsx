/** What becomes of an issue: somebody sees to it, it is resolved, goes out as known, is closed or open again. */
import { useState } from 'react'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import { ISSUE_OUTCOMES, ISSUE_WORDS, issueSource, issueStanding } from '../../../shared/documents/issue-words.ts'
import { formatRole } from '../../../shared/documents/words.ts'
import { type IssueView, isOpenIssue, projectIssues } from '../../../shared/domain/issues/project-issues.ts'
import { Choice } from '../../components/choice.tsx'
import { Segments } from '../../components/segments.tsx'
import { useSend, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { ReasonDialog } from './reason-dialog.tsx'

type Way = 'take' | 'resolve' | 'accept' | 'close' | 'reopen'

const WAYS: Record<Way, { word: string; label: string; submit: string; explains: string }> = {
  take: {
    word: 'I see to it',
    label: 'Who sees to it',
    submit: 'See to it',
    explains: 'Your own name when it is left empty.',
  },
  resolve: {
    word: 'Resolved',
    label: 'How, goes on the record',
    submit: 'Record as resolved',
    explains: 'It should be gone. Somebody still looks whether it is, and closes it.',
  },
  accept: {
    word: 'Known issue',
    label: 'What users do about it',
    submit: 'Let it go out',
    explains: 'It goes out with the release, by the word of a role, and stands in the known issues.',
  },
  close: {
    word: 'Closed',
    label: 'How you saw it, goes on the record',
    submit: 'Close it',
    explains: 'Somebody looked, and it is gone.',
  },
  reopen: {
    word: 'Open again',
    label: 'Reason, goes on the record',
    submit: 'Open it again',
    explains: 'It is there again, or was never gone.',
  },
}

const waysOf = (issue: IssueView): Way[] => {
  if (isOpenIssue(issue)) return ['take', 'resolve', 'accept']
  return issue.status === 'resolved' ? ['close', 'reopen'] : ['reopen']
}

const OUTCOMES = Object.entries(ISSUE_OUTCOMES) as [keyof typeof ISSUE_OUTCOMES, string][]

export function IssueDialog({ deck, id, onClose }: { deck: Deck; id: string; onClose: () => void }) {
  const found = projectIssues(deck.state).find((each) => each.id === id)
  return found ? <Issue deck={deck} issue={found} onClose={onClose} /> : null
}

function Issue({ deck, issue, onClose }: { deck: Deck; issue: IssueView; onClose: () => void }) {
  const send = useSend()
  const own = useUi((ui) => ui.person.role)
  const ways = waysOf(issue)
  const { process, team } = deck.definition
  const roles = Object.keys(process?.roles ?? team)
  const [way, setWay] = useState(ways[0]!)
  const [outcome, setOutcome] = useState<keyof typeof ISSUE_OUTCOMES>('fixed')
  const [role, setRole] = useState(roles.includes(own) ? own : (roles[0] ?? ''))
  const commandOf = (words: string): CommandInput => {
    const of = { issue: issue.id }
    if (way === 'take') return { type: 'issue.take', ...of, ...(words === '' ? {} : { person: words }) }
    if (way === 'resolve') return { type: 'issue.resolve', ...of, outcome, words }
    if (way === 'accept') return { type: 'issue.accept', ...of, role, words }
    if (way === 'close') return { type: 'issue.close', ...of, words }
    return { type: 'issue.reopen', ...of, reason: words }
  }
  const { label, submit, explains } = WAYS[way]
  return (
    <ReasonDialog
      title={`${issue.id.length > 8 ? 'Issue' : issue.id}: ${issue.title}`}
      explains={`${ISSUE_WORDS[issue.status]}, ${issue.severity}, ${issueSource(issue)}. ${issueStanding(issue)}`}
      label={label}
      submit={submit}
      isOptional={way === 'take'}
      onClose={onClose}
      onSubmit={(words) => send(commandOf(words))}
      above={
        <div className="issue-ways">
          <Segments
            label="What you say"
            options={ways.map((each) => [each, WAYS[each].word] as const)}
            value={way}
            onChange={setWay}
          />
          <p className="small t2">{explains}</p>
        </div>
      }
    >
      {way === 'resolve' && <Choice label="How it ended" value={outcome} options={OUTCOMES} onChange={setOutcome} />}
      {way === 'accept' && (
        <Choice
          label="In the role of"
          value={role}
          options={roles.map((each) => [each, formatRole(each)] as const)}
          onChange={setRole}
        />
      )}
    </ReasonDialog>
  )
}
