/** No release open: something real to deploy, a folder to open, what this machine has, and what was open before. */

import { useEffect, useRef, useState } from 'react'
import { formatMany } from '../../../shared/documents/words.ts'
import { EmptyTimeline } from '../../components/empty-timeline.tsx'
import { FindingList } from '../../components/finding-list.tsx'
import { Mark } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useCockpit, useSetUi } from '../../state/context.tsx'
import { type Opening, useOpen } from '../../state/use-open.ts'
import { FIRST_KEYS, KeyList } from '../dialogs/shortcuts-dialog.tsx'
import { EmptyHeader, EmptyNow } from './empty-bands.tsx'
import { Machine } from './machine-facts.tsx'
import { Recent } from './release-rows.tsx'

const SAMPLE_STEPS: [string, string][] = [
  ['Start the new version beside the old one', 'two small servers'],
  ['Smoke tests on it', 'HTTP checks'],
  ['A person says go', 'approval'],
  ['Switch the traffic', 'a small proxy'],
  ['Measure error rate and response time', 'live charts'],
]

export function StartView() {
  const opening = useOpen()
  return (
    <>
      <EmptyHeader />
      <EmptyNow />
      <main className="start">
        <Sample opening={opening} />
        <OpenFolder opening={opening} />
        <Recent opening={opening} />
        <Machine />
        <EmptyTimeline />
        <Keys />
      </main>
    </>
  )
}

function Sample({ opening }: { opening: Opening }) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => void button.current?.focus({ preventScroll: true }), [])
  return (
    <section className="start-sample">
      <div>
        <h2 className="start-title">Deploy something real, here, now</h2>
        <p className="prose t2">
          The sample release starts two small web servers on this machine, moves real traffic from one to the other, and
          measures it. Then you break it and roll it back. A few minutes, no network, no root.
        </p>
        <div className="start-buttons">
          <button
            ref={button}
            type="button"
            className="btn btn-primary"
            disabled={opening.isBusy}
            onClick={() => void opening.openSample()}
          >
            Open the sample release <kbd>Enter</kbd>
          </button>
        </div>
        <p className="small t3">It is copied beside the ledger and writes only there.</p>
        <Refusal sentence={opening.refusal} />
      </div>
      <ol className="rows start-steps">
        {SAMPLE_STEPS.map(([title, how], index) => (
          <li key={title}>
            <Mark name="ring" className="t2" />
            <span className="t3">{index + 1}</span>
            <span className="clip">{title}</span>
            <span className="t2 small num">{how}</span>
          </li>
        ))}
        <li>
          <Mark name="back" className="red" />
          <span className="bold clip start-break">Break it, and roll back with one motion</span>
          <kbd>F9</kbd>
        </li>
      </ol>
    </section>
  )
}

function OpenFolder({ opening }: { opening: Opening }) {
  const opened = useCockpit((state) => state.opened)
  const [folder, setFolder] = useState('')
  const setUi = useSetUi()
  const open = () => folder.trim() && void opening.openFolder(folder.trim())
  return (
    <section className="start-open">
      <h2>Open a release folder</h2>
      <p className="t2 prose">
        A folder with <span className="mono">release.yaml</span> and <span className="mono">runbook.md</span>, best kept
        in git. It is only read, never written.
      </p>
      <div className="start-path">
        <input
          className="field mono"
          aria-label="Path of a release folder"
          value={folder}
          placeholder="/path/to/release"
          onChange={(event) => setFolder(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && open()}
        />
        <button type="button" className="btn" disabled={!folder.trim() || opening.isBusy} onClick={open}>
          Open
        </button>
        <button type="button" className="btn" onClick={() => setUi({ dialog: { kind: 'new-release' } })}>
          New release…
        </button>
        {opening.chooseFolder && (
          <button type="button" className="btn" onClick={() => void opening.chooseFolder?.()}>
            <Mark name="folder" /> Choose… <kbd>Ctrl O</kbd>
          </button>
        )}
      </div>
      {opened && !opened.isOpen && (
        <div className="start-findings">
          <p className="bold">
            <span className="mono">{opened.folder}</span> cannot be opened:{' '}
            {formatMany(opened.findings.length, 'finding')}.
          </p>
          <FindingList findings={opened.findings} />
        </div>
      )}
    </section>
  )
}

function Keys() {
  return (
    <section className="notes" aria-label="Keys">
      <div className="panel-head">
        <h2>Six keys to know</h2>
        <span className="end t2">all others: Ctrl K</span>
      </div>
      <KeyList keys={FIRST_KEYS} className="keys is-two" />
    </section>
  )
}
