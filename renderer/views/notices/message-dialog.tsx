/** One message: what went out, what came of it, and what a person says of it. */

import { useState } from 'react'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import { NOTICE_WORDS, noticeOutcome, readersOf } from '../../../shared/documents/notices/notice-words.ts'
import { capital } from '../../../shared/documents/words.ts'
import type { NoticeState } from '../../../shared/domain/notices/notice-state.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { Segments } from '../../components/segments.tsx'
import { useSend } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { ReasonDialog } from '../dialogs/reason-dialog.tsx'

type Way = 'arrived' | 'send-again' | 'drop'

const WAYS: Record<Way, { word: string; submit: string; explains: string }> = {
  arrived: { word: 'It arrived', submit: 'Record that it arrived', explains: 'You asked there, and they have it.' },
  'send-again': {
    word: 'Send again',
    submit: 'Send it again',
    explains: 'It goes out once more, at once, under the same key: a receiver that has it can drop it.',
  },
  drop: { word: 'Drop', submit: 'Drop it', explains: 'It is not sent any more.' },
}

const waysOf = ({ status }: NoticeState): Way[] =>
  status === 'unknown'
    ? ['arrived', 'send-again', 'drop']
    : status === 'queued' || status === 'given-up'
      ? ['send-again', 'drop']
      : []

type Props = { deck: Deck; id: string; onClose: () => void }

export function MessageDialog({ deck, id, onClose }: Props) {
  const notice = deck.state.notices?.byId[id]
  const [way, setWay] = useState<Way>()
  const send = useSend()
  if (!notice) return null
  const ways = waysOf(notice)
  const head = `${capital(NOTICE_WORDS[notice.status])}. ${noticeOutcome(notice, deck.offsetMinutes)}`
  const text = (
    <>
      <p className="small t2 notice-readers">To {[readersOf(notice), ...notice.recipients].join(', ')}</p>
      <pre className="well mono notice-sent">{notice.text}</pre>
    </>
  )
  const shown = way ?? ways[0]
  if (!shown)
    return (
      <DialogFrame
        title={notice.subject}
        onClose={onClose}
        footer={
          <button type="button" className="btn end" data-autofocus onClick={onClose}>
            Close <kbd>Esc</kbd>
          </button>
        }
      >
        <div className="dialog-pad">
          <p className="prose t2">{head}</p>
          {text}
        </div>
      </DialogFrame>
    )
  const commandOf = (reason: string): CommandInput =>
    shown === 'drop'
      ? { type: 'notice.drop', notice: id, reason }
      : { type: 'notice.resolve', notice: id, outcome: shown, reason }
  return (
    <ReasonDialog
      title={notice.subject}
      explains={head}
      label="How you know, goes on the record"
      submit={WAYS[shown].submit}
      onClose={onClose}
      onSubmit={(reason) => send(commandOf(reason))}
      above={
        <div className="issue-ways">
          <Segments
            label="What you say"
            options={ways.map((each) => [each, WAYS[each].word] as const)}
            value={shown}
            onChange={setWay}
          />
          <p className="small t2">{WAYS[shown].explains}</p>
        </div>
      }
    >
      {text}
    </ReasonDialog>
  )
}
