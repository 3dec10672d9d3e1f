/** One document: read, or edited. */
import { useState } from 'react'
import type { ReportLine } from '../../../shared/documents/reports/catalog.ts'
import { MarkdownView } from '../../components/markdown-view.tsx'
import { useSetUi, useUi } from '../../state/context.tsx'
import type { Draft } from '../../state/ui-store.ts'
import type { Deck } from '../../state/use-deck.ts'
import { DocumentActions } from './document-actions.tsx'
import { DocumentEditor } from './document-editor.tsx'
import { useDocument } from './use-document.ts'
import { VersionBar } from './version-bar.tsx'

/** What is being written of a document, kept while the window shows something else. */
function useDraft(key: string): [Draft | undefined, (draft: Draft | undefined) => void] {
  const drafts = useUi((ui) => ui.drafts)
  const setUi = useSetUi()
  const keep = (draft: Draft | undefined) => {
    const { [key]: _, ...others } = drafts
    setUi({ drafts: draft ? { ...others, [key]: draft } : others })
  }
  return [drafts[key], keep]
}

export function DocumentSheet({ deck, line }: { deck: Deck; line: ReportLine }) {
  const [version, setVersion] = useState<number>()
  const { read, behind, again } = useDocument(deck, line.kind, version)
  const [draft, keepDraft] = useDraft(`${deck.state.release}/${line.kind}`)
  const shown = read?.ok ? read : undefined
  const close = (isSaved: boolean) => {
    keepDraft(undefined)
    if (isSaved) void again()
    document.getElementById(`document-${line.kind}`)?.focus()
  }
  return (
    <section className="document-sheet" id="document" role="tabpanel" aria-labelledby={`document-${line.kind}`}>
      <div className="document-head">
        <h2>{line.title}</h2>
        {shown && !draft && (
          <DocumentActions deck={deck} kind={line.kind} markdown={shown.markdown} version={shown.version} />
        )}
      </div>
      {shown && !draft && (
        <VersionBar
          deck={deck}
          kind={line.kind}
          read={shown}
          onShow={setVersion}
          onEdit={(text) => keepDraft({ text, from: shown.text, baseVersion: shown.version })}
          onActed={() => {
            setVersion(undefined)
            void again()
          }}
        />
      )}
      {shown && !draft && behind > 0 && (
        <p className="document-bar document-behind small">
          {behind === 1 ? '1 entry was' : `${behind} entries were`} recorded since this was written.
          <button type="button" className="btn" onClick={() => void again()}>
            Write it again
          </button>
        </p>
      )}
      {draft ? (
        <DocumentEditor deck={deck} kind={line.kind} draft={draft} onChange={keepDraft} onClose={close} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled from the keyboard
        <div className="document-text" tabIndex={0}>
          {shown ? (
            <MarkdownView markdown={shown.markdown} />
          ) : (
            <p className="empty">
              {read && !read.ok ? `${read.message} In it will be: ${line.about.toLowerCase()}.` : 'Writing it…'}
            </p>
          )}
        </div>
      )}
    </section>
  )
}
