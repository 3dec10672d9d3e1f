/** A document as Markdown at the left and as it will read at the right. Ctrl S saves, Esc leaves and asks before anything is lost. */
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react'
import { hasConflictMarks, mergeTexts } from '../../../shared/documents/line-diff.ts'
import type { ReportKind } from '../../../shared/documents/reports/kinds.ts'
import { formatActor } from '../../../shared/documents/words.ts'
import { MAX_DOCUMENT_BYTES } from '../../../shared/domain/documents/decide-document.ts'
import { selectLatestVersion } from '../../../shared/domain/documents/select-documents.ts'
import { Mark } from '../../components/mark.tsx'
import { MarkdownView } from '../../components/markdown-view.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Draft } from '../../state/ui-store.ts'
import type { Deck } from '../../state/use-deck.ts'
import { bytesOf, useVersions } from './use-versions.ts'

type NewerProps = Pick<Props, 'deck' | 'kind' | 'draft' | 'onChange'> & { onTaken: () => void }

/** Somebody saved meanwhile: their lines and these come together in one text before it is saved. */
function NewerVersion({ deck, kind, draft, onChange, onTaken }: NewerProps) {
  const { cockpit } = useSession()
  const [problem, setProblem] = useState<string>()
  const latest = selectLatestVersion(deck.state, kind)
  if (!latest || latest.version <= draft.baseVersion) return null
  const takeIn = async () => {
    const of = { release: deck.state.release, document: kind, version: latest.version }
    const read = await cockpit.client
      .call('document.read', of)
      .catch((error: unknown) => ({ ok: false as const, message: messageOf(error) }))
    setProblem(read.ok ? undefined : read.message)
    if (!read.ok) return
    const { text } = mergeTexts(draft.from, draft.text, read.text)
    onChange({ text, from: read.text, baseVersion: latest.version })
    onTaken()
  }
  return (
    <div className="document-bar document-behind">
      <Mark name="warning-line" />
      <span className="small grow">
        Version {latest.version} was saved by {formatActor(latest.by)} since you began.
      </span>
      <Refusal sentence={problem} />
      <button type="button" className="btn" onClick={() => void takeIn()}>
        Take it in
      </button>
    </div>
  )
}

type Props = {
  deck: Deck
  kind: ReportKind
  draft: Draft
  onChange: (draft: Draft) => void
  onClose: (isSaved: boolean) => void
}

export function DocumentEditor({ deck, kind, draft, onChange, onClose }: Props) {
  const versions = useVersions(deck, kind)
  const field = useRef<HTMLTextAreaElement>(null)
  const [refusal, setRefusal] = useState<string>()
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const preview = useDeferredValue(draft.text)
  const isChanged = draft.text !== draft.from
  useEffect(() => void field.current?.focus(), [])

  const save = async () => {
    setBusy(true)
    const problem = await versions.save(draft.text, draft.baseVersion)
    setBusy(false)
    setRefusal(problem)
    if (problem === undefined) onClose(true)
  }
  const leave = () => (isChanged ? setAsking(true) : onClose(false))
  const onKeyDown = (event: KeyboardEvent) => {
    const isSave = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's'
    if (!isSave && event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    if (isSave) return void (isBusy || save())
    if (!isAsking) return leave()
    setAsking(false)
    field.current?.focus()
  }
  const bytes = bytesOf(draft.text)
  return (
    <section className="document-editor" aria-label="Edit the document" onKeyDown={onKeyDown}>
      <div className="document-bar">
        <span className="small t2 num">
          {draft.baseVersion === 0 ? 'From what the record says' : `From version ${draft.baseVersion}`},{' '}
          {Math.ceil(bytes / 1000)} of {MAX_DOCUMENT_BYTES / 1000} kB
          {isChanged ? ', not saved' : ''}
        </span>
        {hasConflictMarks(preview) && (
          <span className="small bold">
            Lines between &lt;&lt;&lt;&lt;&lt;&lt;&lt; and &gt;&gt;&gt;&gt;&gt;&gt;&gt; say both: choose.
          </span>
        )}
        <span className="grow" />
        {isAsking ? (
          <>
            <span className="small bold" role="alert">
              What you changed is not saved.
            </span>
            <button type="button" className="btn btn-danger" onClick={() => onClose(false)}>
              Drop it
            </button>
            <button
              type="button"
              className="btn"
              onClick={() => {
                setAsking(false)
                field.current?.focus()
              }}
            >
              Go on writing
            </button>
          </>
        ) : (
          <>
            <button type="button" className="btn" onClick={leave}>
              Leave <kbd>Esc</kbd>
            </button>
            <button
              type="button"
              className="btn btn-primary"
              disabled={isBusy || !isChanged}
              onClick={() => void save()}
            >
              Save as version {draft.baseVersion + 1} <kbd>Ctrl S</kbd>
            </button>
          </>
        )}
      </div>
      <NewerVersion deck={deck} kind={kind} draft={draft} onChange={onChange} onTaken={() => setRefusal(undefined)} />
      <Refusal sentence={refusal} />
      <div className="document-panes">
        <textarea
          ref={field}
          className="document-source mono"
          aria-label="Markdown"
          spellCheck
          value={draft.text}
          onChange={({ target }) => onChange({ ...draft, text: target.value })}
        />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled from the keyboard */}
        <section className="document-preview" aria-label="As it will read" tabIndex={0}>
          {preview.length > MAX_DOCUMENT_BYTES ? (
            <p className="empty">It is too long to be shown, and to be kept as a version.</p>
          ) : (
            <MarkdownView markdown={preview} />
          )}
        </section>
      </div>
    </section>
  )
}
