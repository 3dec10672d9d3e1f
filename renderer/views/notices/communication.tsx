/** What is told outside: the stages with their dates and what became of them, and the messages a person has to look at. */
import {
  modeLine,
  NO_CHANNELS,
  NOTICE_WORDS,
  noticeOutcome,
  readersOf,
  STAGE_WORDS,
  stageOutcome,
} from '../../../shared/documents/notices/notice-words.ts'
import type { NoticeState } from '../../../shared/domain/notices/notice-state.ts'
import { projectNotices, type StageStatus, type StageView } from '../../../shared/domain/notices/project-notices.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { formatDay } from '../../components/time.ts'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

const STAGE_MARKS: Record<StageStatus, MarkName> = {
  planned: 'ring',
  due: 'ring-dot',
  overdue: 'timed-out',
  queued: 'clock',
  sent: 'tick',
  unknown: 'unknown',
  failed: 'failed',
  off: 'dot',
  'not-needed': 'dot',
}

export const NOTICE_MARKS: Record<NoticeState['status'], MarkName> = {
  queued: 'clock',
  sending: 'play',
  delivered: 'tick',
  'given-up': 'failed',
  unknown: 'unknown',
  dropped: 'skipped',
}

const LOUD: readonly StageStatus[] = ['overdue', 'unknown', 'failed']
/** So many of the newest messages are listed beside those that wait for something. */
const NEWEST = 8

export function Communication({ deck }: { deck: Deck }) {
  const view = projectNotices(deck.state, deck.nowMs)
  if (!view) return null
  const { stages, messages, hasChannels } = view
  const waiting = messages.filter(({ status }) => status !== 'delivered' && status !== 'dropped')
  const shown = [...waiting, ...messages.filter((each) => !waiting.includes(each)).slice(0, NEWEST)]
  return (
    <>
      <div className="panel-head">
        <h2>Communication</h2>
        <span className="end t2">{hasChannels ? modeLine(view) : 'no channel'}</span>
      </div>
      {!hasChannels && <p className="empty">{NO_CHANNELS}</p>}
      <ul className="rows item-rows" aria-label="Stages of communication">
        {stages.map((stage) => (
          <StageRow key={stage.id} stage={stage} offsetMinutes={deck.offsetMinutes} />
        ))}
      </ul>
      {messages.length > 0 && (
        <>
          <div className="panel-head">
            <h2>Messages</h2>
            <span className="end t2">
              {waiting.length === 0
                ? `${messages.length}, all settled`
                : `${waiting.length} open of ${messages.length}`}
            </span>
          </div>
          <ul className="rows item-rows" aria-label="Messages">
            {shown.map((notice) => (
              <MessageRow key={notice.id} notice={notice} offsetMinutes={deck.offsetMinutes} />
            ))}
          </ul>
        </>
      )}
    </>
  )
}

function StageRow({ stage, offsetMinutes }: { stage: StageView; offsetMinutes: number }) {
  const setUi = useSetUi()
  const { id, title, status } = stage
  const words = stageOutcome(stage, offsetMinutes)
  return (
    <li>
      <button
        type="button"
        className={`item-row is-${status === 'sent' ? 'done' : 'open'}`}
        onClick={() => setUi({ dialog: { kind: 'notice', stage: id } })}
      >
        <Mark name={STAGE_MARKS[status]} />
        <span className="item-words">
          <span className="item-title">{title}</span>
          <span className="small t2 clip" title={words}>
            {words}
          </span>
        </span>
        <span className={`small ${LOUD.includes(status) ? 'bold' : 't3'}`}>{STAGE_WORDS[status]}</span>
      </button>
    </li>
  )
}

function MessageRow({ notice, offsetMinutes }: { notice: NoticeState; offsetMinutes: number }) {
  const setUi = useSetUi()
  const { id, subject, status, queuedAtMs } = notice
  const words = `${readersOf(notice)}. ${noticeOutcome(notice, offsetMinutes)}`
  return (
    <li>
      <button
        type="button"
        className={`item-row is-${status === 'delivered' || status === 'dropped' ? 'done' : 'open'}`}
        onClick={() => setUi({ dialog: { kind: 'message', notice: id } })}
      >
        <Mark name={NOTICE_MARKS[status]} />
        <span className="item-words">
          <span className="item-title clip" title={subject}>
            {subject}
          </span>
          <span className="small t2 clip" title={words}>
            {words}
          </span>
        </span>
        <span className={`small num ${status === 'unknown' || status === 'given-up' ? 'bold' : 't3'}`}>
          {NOTICE_WORDS[status]}
          <span className="item-day">{formatDay(queuedAtMs, offsetMinutes)}</span>
        </span>
      </button>
    </li>
  )
}
