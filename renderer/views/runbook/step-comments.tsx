/** What people said of a step, where it stands, and the field to say more. */
import { type KeyboardEvent, useState } from 'react'
import { OUTDATED_WORDS } from '../../../shared/documents/comment-words.ts'
import { formatActor } from '../../../shared/documents/words.ts'
import type { CommentState } from '../../../shared/domain/comments/comment-state.ts'
import type { CommentThread } from '../../../shared/domain/comments/select-comments.ts'
import { formatInstant } from '../../../shared/domain/windows.ts'
import { Chip } from '../../components/chip.tsx'
import { Mark } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useSend } from '../../state/context.tsx'
import { type PlacedStep, useReviewed } from './review-context.ts'

type Field = 'add' | 'reply' | 'reopen'

export function StepComments({ placed, threads }: { placed: PlacedStep; threads: readonly CommentThread[] }) {
  const { writing, write } = useReviewed()
  const isWriting = writing === placed.step.id
  return (
    <div className="review-comments">
      {threads.map((thread) => (
        <Thread key={thread.first.comment} thread={thread} />
      ))}
      {isWriting ? (
        <CommentField kind="add" step={placed.step.id} onClose={() => write(undefined)} />
      ) : (
        <button
          type="button"
          className="btn btn-plain review-say"
          aria-label={`Comment on step ${placed.label}, ${placed.step.title}`}
          onClick={() => write(placed.step.id)}
        >
          <Mark name="note" /> Comment
        </button>
      )}
    </div>
  )
}

export function Thread({ thread }: { thread: CommentThread }) {
  const { first, replies, outdated } = thread
  const [field, setField] = useState<'reply' | 'reopen'>()
  const [refusal, setRefusal] = useState<string>()
  const send = useSend()
  const resolve = async () => setRefusal(await send({ type: 'comment.resolve', comment: first.comment }))
  return (
    <div className={`review-thread ${first.resolved ? 'is-resolved' : ''}`}>
      <div className="review-thread-state">
        {outdated && <Chip>{OUTDATED_WORDS[outdated]}</Chip>}
        {first.resolved && (
          <Chip tone="quiet" mark="tick">
            resolved by {formatActor(first.resolved.by)}
          </Chip>
        )}
      </div>
      {[first, ...replies].map((each) => (
        <Said key={each.comment} comment={each} />
      ))}
      {first.resolved?.words && <p className="small t2">{first.resolved.words}</p>}
      <Refusal sentence={refusal} />
      {field ? (
        <CommentField kind={field} step={first.stepId} comment={first.comment} onClose={() => setField(undefined)} />
      ) : (
        <div className="review-thread-actions">
          <button type="button" className="btn btn-plain" onClick={() => setField('reply')}>
            Reply
          </button>
          {first.resolved ? (
            <button type="button" className="btn btn-plain" onClick={() => setField('reopen')}>
              Reopen…
            </button>
          ) : (
            <button type="button" className="btn btn-plain" onClick={() => void resolve()}>
              Resolve
            </button>
          )}
        </div>
      )}
    </div>
  )
}

function Said({ comment }: { comment: CommentState }) {
  const { offsetMinutes } = useReviewed()
  const { by, atMs, file, line, text } = comment
  return (
    <div className="review-said">
      <p className="small t2">
        <b className="t1">{formatActor(by)}</b> {formatInstant(atMs, offsetMinutes)}{' '}
        <span className="t3">
          {comment.comment} at {file}:{line}
        </span>
      </p>
      <p dir="auto" className="review-said-text">
        {text}
      </p>
    </div>
  )
}

const LABELS: Record<Field, [string, string]> = {
  add: ['Your comment', 'Comment'],
  reply: ['Your answer', 'Reply'],
  reopen: ['Why it is open again', 'Reopen'],
}

type FieldProps = { kind: Field; step: CommentState['stepId']; comment?: string; onClose: () => void }

function CommentField({ kind, step, comment, onClose }: FieldProps) {
  const [text, setText] = useState('')
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const send = useSend()
  const [label, action] = LABELS[kind]
  const say = async () => {
    if (text.trim() === '' || isBusy) return
    setBusy(true)
    const sentence = await send(
      kind === 'reopen'
        ? { type: 'comment.reopen', comment: comment!, words: text }
        : { type: 'comment.add', stepId: step, text, ...(comment ? { replyTo: comment } : {}) },
    )
    setBusy(false)
    setRefusal(sentence)
    if (!sentence) onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void say()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="review-field">
      <label className="labelled">
        <span className="label">{label}</span>
        <textarea
          className="field"
          // biome-ignore lint/a11y/noAutofocus: it opens because it was asked for
          autoFocus
          dir="auto"
          rows={2}
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </label>
      <Refusal sentence={refusal} />
      <div className="review-thread-actions">
        <button type="button" className="btn" disabled={text.trim() === '' || isBusy} onClick={() => void say()}>
          {action} <kbd>Ctrl Enter</kbd>
        </button>
        <button type="button" className="btn btn-plain" onClick={onClose}>
          Not now
        </button>
        <span className="small t3">{text.length > 1800 ? `${2000 - text.length} characters left` : ''}</span>
      </div>
    </div>
  )
}
