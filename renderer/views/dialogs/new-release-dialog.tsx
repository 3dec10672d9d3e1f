/** A new release as files: from a strategy, from the last release, or around a plan; what would be written is shown first. */
import { type FormEvent, useState } from 'react'
import type { Results } from '../../../shared/contract/results.ts'
import { formatBytes } from '../../../shared/documents/words.ts'
import { Choice } from '../../components/choice.tsx'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { FindingList } from '../../components/finding-list.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useUi } from '../../state/context.tsx'
import { folderBegin } from '../../state/preferences.ts'
import type { Deck } from '../../state/use-deck.ts'
import { type NewAnswers, useNewRelease } from '../../state/use-new-release.ts'
import { useOpen } from '../../state/use-open.ts'

const KINDS = [
  ['strategy', 'The skeleton of a strategy'],
  ['release', 'The last release'],
  ['plan', 'A plan you have (Markdown)'],
] as const
const STRATEGIES = [
  ['blue-green', 'Blue-green'],
  ['canary', 'Canary'],
  ['rolling', 'Rolling'],
  ['big-bang', 'Big bang'],
] as const

type Preview = Results['new.preview']
type Field = Extract<Preview, { ok: false }>['field']
type Text = { label: string; name: Exclude<keyof NewAnswers, 'kind' | 'strategy'>; hint?: string; isFirst?: boolean }

const FIELD_OF: Partial<Record<Text['name'], Field>> = {
  version: 'version',
  name: 'name',
  source: 'source',
  startsAt: 'startsAt',
  folder: 'folder',
}

const VERSION: Text = { label: 'Version that goes out', name: 'version', hint: '2.5.0' }
const PREVIOUS: Text = { label: 'Version that is live now', name: 'previous', hint: '2.4.0' }
const NAME: Text = { label: 'What is released', name: 'name', hint: 'Parcel Tracker' }
const FOLDER: Text = { label: 'New folder', name: 'folder', hint: '/path/to/releases/2.5.0' }
const STARTS: Text = {
  label: 'First window begins (else windows are emptied)',
  name: 'startsAt',
  hint: '2026-12-05T22:00:00+01:00',
}

const TEXTS: Record<NewAnswers['kind'], Text[]> = {
  strategy: [NAME, VERSION, PREVIOUS, FOLDER],
  release: [
    { label: 'Folder of the last release', name: 'source', hint: '/path/to/releases/2.4.0' },
    VERSION,
    STARTS,
    FOLDER,
  ],
  plan: [
    { label: 'The plan', name: 'source', hint: '/path/to/plan.md' },
    VERSION,
    PREVIOUS,
    { ...NAME, label: 'What is released (else the title of the plan)' },
    FOLDER,
  ],
}

export function NewReleaseDialog({ deck, onClose }: { deck: Deck | undefined; onClose: () => void }) {
  const opening = useOpen()
  const [isBusy, setBusy] = useState(false)
  const last = deck?.state.folder
  const folder = useUi((ui) => folderBegin(ui.folder))
  const { answers, answer, preview, problem, write } = useNewRelease({
    folder,
    ...(last ? { kind: 'release', source: last } : {}),
  })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy || !preview?.ok) return
    setBusy(true)
    const written = await write()
    if (written && (await opening.openFolder(written))) onClose()
    setBusy(false)
  }
  const footer = (
    <>
      <Refusal sentence={problem ?? opening.refusal} />
      <button type="button" className="btn end" onClick={onClose}>
        Cancel <kbd>Esc</kbd>
      </button>
      <button type="submit" form="new-release" className="btn btn-primary" disabled={isBusy || !preview?.ok}>
        Write and open <kbd>Enter</kbd>
      </button>
    </>
  )
  return (
    <DialogFrame title="New release" isWide onClose={onClose} footer={footer}>
      <form id="new-release" className="dialog-pad" onSubmit={(event) => void submit(event)}>
        <Choice label="Made from" value={answers.kind} options={KINDS} onChange={(kind) => answer({ kind })} />
        {answers.kind === 'strategy' && (
          <Choice
            label="Strategy"
            value={answers.strategy}
            options={STRATEGIES}
            onChange={(strategy) => answer({ strategy })}
          />
        )}
        {TEXTS[answers.kind].map((text, index) => (
          <Answer
            key={text.name}
            {...text}
            isFirst={index === 0}
            value={answers[text.name]}
            wrong={preview && !preview.ok && preview.field === FIELD_OF[text.name] ? preview.message : undefined}
            onChange={(value) => answer({ [text.name]: value })}
          />
        ))}
      </form>
      <WouldBeWritten preview={preview} />
    </DialogFrame>
  )
}

type AnswerProps = Text & { value: string; wrong: string | undefined; onChange: (value: string) => void }

function Answer({ label, name, hint, isFirst, value, wrong, onChange }: AnswerProps) {
  return (
    <label className="labelled">
      <span className="label">{label}</span>
      <input
        className="field mono"
        value={value}
        placeholder={hint}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong === undefined ? undefined : `wrong-${name}`}
        {...(isFirst ? { 'data-autofocus': true } : {})}
        onChange={(event) => onChange(event.target.value)}
      />
      {wrong !== undefined && (
        <span id={`wrong-${name}`} className="small" role="alert">
          {wrong}
        </span>
      )}
    </label>
  )
}

const MOST_SHOWN = 30

function WouldBeWritten({ preview }: { preview: Preview | undefined }) {
  if (!preview?.ok)
    return <p className="dialog-pad small t2">What would be written is shown here, before anything is.</p>
  const { folder, files, left, notes, findings } = preview
  const text = files.find((file) => file.text !== undefined)?.text
  const more = files.length - MOST_SHOWN
  return (
    <section className="dialog-pad" aria-label="What would be written">
      <p>
        {files.length} files in <span className="mono">{folder}</span>
      </p>
      <ul className="rows small">
        {files.slice(0, MOST_SHOWN).map(({ path, bytes }) => (
          <li key={path}>
            <span className="mono clip">{path}</span> <span className="t3">{formatBytes(bytes)}</span>
          </li>
        ))}
        {more > 0 && <li className="t2">and {more} more</li>}
        {left.map(({ path, why }) => (
          <li key={path} className="t2">
            <span className="mono clip">{path}</span> is not copied: {why}
          </li>
        ))}
      </ul>
      {notes.map((note) => (
        <p key={note} className="small t2">
          {note}
        </p>
      ))}
      {text !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled from the keyboard
        <pre className="mono small new-release-yaml" tabIndex={0}>
          {text}
        </pre>
      )}
      {findings.length > 0 && <FindingList findings={findings} />}
    </section>
  )
}
