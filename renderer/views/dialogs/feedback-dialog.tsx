import { useState } from 'react'
import { MOOD_WORDS } from '../../../shared/documents/issue-words.ts'
import { projectIssues } from '../../../shared/domain/issues/project-issues.ts'
import { Choice } from '../../components/choice.tsx'
import { useSend } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { ReasonDialog } from './reason-dialog.tsx'

const MOODS = Object.entries(MOOD_WORDS) as [keyof typeof MOOD_WORDS, string][]

/** What a user or a stakeholder said, as it was said. */
export function FeedbackDialog({ deck, onClose }: { deck: Deck; onClose: () => void }) {
  const send = useSend()
  const [from, setFrom] = useState('')
  const [channel, setChannel] = useState('')
  const [mood, setMood] = useState<keyof typeof MOOD_WORDS>('good')
  const [issue, setIssue] = useState('')
  const issues = projectIssues(deck.state)
  return (
    <ReasonDialog
      title="Add feedback"
      explains="In their words: it goes into the feedback summary, and stays on the record."
      label="What was said"
      submit="Add it"
      onClose={onClose}
      onSubmit={(text) =>
        from.trim() === ''
          ? Promise.resolve('Say who said it, or where it comes from.')
          : send({
              ...{ type: 'feedback.record', from, mood, text },
              ...(channel.trim() === '' ? {} : { channel }),
              ...(issue === '' ? {} : { issue }),
            })
      }
    >
      <label className="labelled">
        <span className="label">Who said it</span>
        <input className="field" value={from} maxLength={200} onChange={(event) => setFrom(event.target.value)} />
      </label>
      <label className="labelled">
        <span className="label">How it came, optional</span>
        <input
          className="field"
          value={channel}
          maxLength={200}
          placeholder="phone, ticket, survey"
          onChange={(event) => setChannel(event.target.value)}
        />
      </label>
      <Choice label="How it sounds" value={mood} options={MOODS} onChange={setMood} />
      {issues.length > 0 && (
        <Choice
          label="About an issue"
          value={issue}
          options={[['', 'None'], ...issues.map(({ id, title }) => [id, `${id}: ${title}`] as const)]}
          onChange={setIssue}
        />
      )}
    </ReasonDialog>
  )
}
