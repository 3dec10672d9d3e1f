/** The briefing: what there is to decide on, the GO/NO-GO poll with each role's word, and what came of it. */
import { useState } from 'react'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import { shortGivenBy } from '../../../shared/documents/approval-words.ts'
import { formatRole } from '../../../shared/documents/words.ts'
import {
  judgeRoom,
  type PollView,
  pollObjection,
  selectLastPoll,
  viewPoll,
} from '../../../shared/domain/polls/select-polls.ts'
import type { SubjectRole } from '../../../shared/domain/signoffs/subject-words.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { WordsField } from '../../components/words-field.tsx'
import { useSend, useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { useSigner } from '../../state/use-pins.ts'
import { WayBack } from '../plan/way-back.tsx'
import { PinField } from './pin-field.tsx'

type Outcome = Extract<CommandInput, { type: 'poll.close' }>['outcome']

export function BriefingDialog({ deck, onClose }: { deck: Deck; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const [pin, setPin] = useState('')
  const [refusal, setRefusal] = useState<string>()
  const { hasPin } = useSigner()
  const send = useSend()
  const environment = deck.environment.name
  const poll = selectLastPoll(deck.state, environment)
  const view = poll && !poll.closed ? viewPoll(deck.state, poll) : undefined
  const isLocked = hasPin && pin === ''
  const tell = async (command: CommandInput) => {
    setRefusal(await send(command, undefined, undefined, pin))
    setPin('')
  }
  const close = (outcome: Outcome) => {
    const day = outcome === 'postpone' && until ? { until: new Date(until).toISOString() } : {}
    void tell({
      type: 'poll.close',
      pollId: poll!.pollId,
      outcome,
      ...(reason.trim() ? { reason: reason.trim() } : {}),
      ...day,
    })
  }
  const noReason = reason.trim() === '' || isLocked
  const footer = (
    <>
      <Refusal sentence={refusal} />
      <button type="button" className="btn end" onClick={onClose}>
        Close <kbd>Esc</kbd>
      </button>
      {view ? (
        <>
          <button type="button" className="btn btn-danger" disabled={noReason} onClick={() => close('no-go')}>
            <Mark name="no-go" /> It is a NO-GO
          </button>
          <button
            type="button"
            className="btn btn-primary"
            disabled={!view.isGo || isLocked}
            title={view.isGo ? '' : pollObjection(view)}
            onClick={() => close('go')}
          >
            <Mark name="go" /> It is a GO
          </button>
        </>
      ) : (
        <button
          type="button"
          className="btn btn-primary"
          data-autofocus
          disabled={isLocked}
          onClick={() => void tell({ type: 'poll.open', environment })}
        >
          Ask the room
        </button>
      )}
    </>
  )
  return (
    <DialogFrame
      isWide
      title={
        <>
          <span className="clip">Briefing: GO or NO-GO</span>
          <span className="small t2 clip">{judgeRoom(deck.state, environment).words}</span>
        </>
      }
      lead={
        <span className={`env dialog-env ${deck.environment.protected ? 'is-solid' : 'is-plain'}`}>
          <strong>{environment}</strong>
        </span>
      }
      onClose={onClose}
      footer={footer}
    >
      <div className="two-columns approval">
        <div>{view ? <Answers view={view} /> : <Before deck={deck} />}</div>
        <div>
          {view && (
            <>
              <WordsField label="Reason, needed for anything but a GO" value={reason} onChange={setReason} />
              <label className="labelled">
                <span className="label">New start, when it is postponed and one was agreed</span>
                <input
                  className="field"
                  type="datetime-local"
                  value={until}
                  onChange={(event) => setUntil(event.target.value)}
                />
              </label>
              <div className="briefing-ways">
                <button type="button" className="btn" disabled={noReason} onClick={() => close('postpone')}>
                  Postpone
                </button>
                <button type="button" className="btn" disabled={noReason} onClick={() => close('cancel')}>
                  Cancel the release
                </button>
                <button type="button" className="btn" disabled={noReason} onClick={() => close('withdrawn')}>
                  Withdraw the poll
                </button>
              </div>
            </>
          )}
          <PinField value={pin} onChange={setPin} isSpoken={false} />
          <WayBack deck={deck} isBrief />
        </div>
      </div>
    </DialogFrame>
  )
}

/** What came of the last one, or what asking does. */
function Before({ deck }: { deck: Deck }) {
  const poll = selectLastPoll(deck.state, deck.environment.name)
  if (!poll?.closed)
    return (
      <p className="prose t2">
        Every role that is asked says GO or NO-GO, in its own name, to the steps as they are now. While the room is
        being asked, and after a NO-GO, nothing starts in a protected environment. A rollback never waits for it.
      </p>
    )
  return (
    <>
      <h3 className="label">The last poll: {poll.closed.outcome}</h3>
      <ul className="rows plan-facts">
        {poll.closed.answers.map(({ role, decision, by, assurance }) => (
          <li key={role}>
            <Mark name={decision === 'none' ? 'ring' : decision} className={decision === 'no-go' ? 'red' : 't1'} />
            <div className="grow">
              <b>{decision === 'none' ? 'No answer' : decision.toUpperCase()}</b> {formatRole(role)}
              {by && (
                <span className="t2">
                  {' '}
                  {by}, {assurance}
                </span>
              )}
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

const lightOf = ({ missing, refusals, words }: SubjectRole): { mark: MarkName; word: string } => {
  if (refusals.length > 0) return { mark: 'no-go', word: 'NO-GO' }
  if (missing === 0) return { mark: 'go', word: 'GO' }
  return words.at(-1)?.standing === 'void' ? { mark: 'void', word: 'VOID' } : { mark: 'clock', word: 'ASKED' }
}

function Answers({ view }: { view: PollView }) {
  const setUi = useSetUi()
  const about = { kind: 'poll', subjectId: view.poll.pollId } as const
  return (
    <>
      <h3 className="label">
        {view.go.length} of {view.poll.quorum} GO
      </h3>
      <ul className="rows plan-facts" aria-label="Answers">
        {view.roles.map((each, index) => {
          const { mark, word } = lightOf(each)
          const last = each.words.at(-1)
          return (
            <li key={each.role}>
              <Mark name={mark} className={mark === 'no-go' ? 'red' : 't1'} />
              <div className="grow">
                <div>
                  <b>{word}</b> {formatRole(each.role)}
                </div>
                <div className="small t2 plan-detail">
                  {last ? `${shortGivenBy(last)}${last.words ? `. ${last.words}` : ''}` : `${each.asked} can say so`}
                </div>
              </div>
              <button
                type="button"
                className="btn btn-plain"
                data-autofocus={index === 0 ? true : undefined}
                aria-label={`Answer… as ${formatRole(each.role)}`}
                onClick={() => setUi({ dialog: { kind: 'sign', about, role: each.role } })}
              >
                Answer…
              </button>
            </li>
          )
        })}
      </ul>
    </>
  )
}
