/** Which version is shown, who made it, and what can be done with it: edit, publish, go back to it, take in what the record says anew. */
import { useState } from 'react'
import type { Results } from '../../../shared/contract/results.ts'
import type { DiffLine } from '../../../shared/documents/line-diff.ts'
import type { ReportKind } from '../../../shared/documents/reports/kinds.ts'
import { versionWords } from '../../../shared/documents/reports/stamp.ts'
import {
  selectLatestVersion,
  selectPublished,
  selectVersions,
} from '../../../shared/domain/documents/select-documents.ts'
import { DiffView } from '../../components/diff-view.tsx'
import { Mark } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useSetUi } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'
import { useVersions } from './use-versions.ts'

type Read = Extract<Results['document.read'], { ok: true }>

type Props = {
  deck: Deck
  kind: ReportKind
  read: Read
  onShow: (version: number | undefined) => void
  onEdit: (text: string) => void
  onActed: () => void
}

export function VersionBar({ deck, kind, read, onShow, onEdit, onActed }: Props) {
  const { state } = deck
  const versions = useVersions(deck, kind)
  const setUi = useSetUi()
  const [refusal, setRefusal] = useState<string>()
  const list = selectVersions(state, kind)
  const latest = selectLatestVersion(state, kind)?.version ?? 0
  const isLatest = read.version === latest
  const isPublished = read.version > 0 && selectPublished(state, kind)?.version === read.version
  const act = async (said: Promise<string | undefined>) => {
    const problem = await said
    setRefusal(problem)
    if (problem === undefined) onActed()
  }
  const optionWords = (version: number) =>
    version === 0 ? 'What the record says now' : `Version ${version}${version === latest ? ', the newest' : ''}`
  return (
    <>
      <div className="document-bar">
        {list.length > 0 && (
          <select
            className="field document-versions"
            aria-label="Version"
            value={read.version}
            onChange={({ target }) => onShow(Number(target.value) === latest ? undefined : Number(target.value))}
          >
            {[...list.map(({ version }) => version), 0]
              .toSorted((a, b) => b - a)
              .map((version) => (
                <option key={version} value={version}>
                  {optionWords(version)}
                </option>
              ))}
          </select>
        )}
        {isPublished && <Mark name="tick" />}
        <span className="small t2 clip grow" title={versionWords(state, kind, read.version)}>
          {versionWords(state, kind, read.version)}
        </span>
        {isLatest || latest === 0 ? (
          <button type="button" className="btn" onClick={() => onEdit(read.text)}>
            Edit
          </button>
        ) : (
          <button type="button" className="btn" onClick={() => void act(versions.restore(read.version, latest))}>
            {read.version === 0 ? 'Go back to what the record says' : `Go back to version ${read.version}`}
          </button>
        )}
        {isLatest && latest > 0 && (
          <button
            type="button"
            className="btn"
            onClick={() => setUi({ dialog: { kind: 'sign', about: { kind: 'document', subjectId: kind } } })}
          >
            Approve…
          </button>
        )}
        {!isPublished && (read.version > 0 || latest === 0) && (
          <button
            type="button"
            className="btn"
            title="The version that counts: its deliverable is done"
            onClick={() => void act(versions.publish(read.version, read.digest))}
          >
            {read.version === 0 ? 'Publish as it is' : `Publish version ${read.version}`}
          </button>
        )}
      </div>
      <Refusal sentence={refusal} />
      {read.isBehind && isLatest && <ChangedFacts deck={deck} kind={kind} version={read.version} onEdit={onEdit} />}
    </>
  )
}

type Compared = { lines: DiffLine[]; merged?: { text: string; conflicts: number } }

function ChangedFacts({ deck, kind, version, onEdit }: Pick<Props, 'deck' | 'kind' | 'onEdit'> & { version: number }) {
  const versions = useVersions(deck, kind)
  const [compared, setCompared] = useState<Compared>()
  const [problem, setProblem] = useState<string>()
  const ask = async (): Promise<Compared | undefined> => {
    try {
      const answer = await versions.compare(version, 0)
      if (answer.ok) return answer
      setProblem(answer.message)
    } catch (error) {
      setProblem(messageOf(error))
    }
    return undefined
  }
  const takeIn = async () => {
    const { merged } = (await ask()) ?? {}
    if (merged) onEdit(merged.text)
  }
  return (
    <>
      <div className="document-bar document-behind">
        <Mark name="warning-line" />
        <span className="small grow">
          The record says other things now than when version {version} was made. It stays as it is.
        </span>
        <button
          type="button"
          className="btn"
          aria-expanded={compared !== undefined}
          onClick={() => void (compared ? setCompared(undefined) : ask().then(setCompared))}
        >
          {compared ? 'Hide what changed' : 'Show what changed'}
        </button>
        <button type="button" className="btn" onClick={() => void takeIn()}>
          Take it in
        </button>
      </div>
      <Refusal sentence={problem} />
      {compared && <DiffView lines={compared.lines} label="What the record says anew" />}
    </>
  )
}
