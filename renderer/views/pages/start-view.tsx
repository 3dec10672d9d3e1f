/** No release open: three steps to begin with, a folder to open, what this machine has, and what was open before. */

import { useState } from 'react'
import { formatMany } from '../../../shared/documents/words.ts'
import { EmptyTimeline } from '../../components/empty-timeline.tsx'
import { FindingList } from '../../components/finding-list.tsx'
import { Mark } from '../../components/mark.tsx'
import { useCockpit, useUi } from '../../state/context.tsx'
import { folderBegin } from '../../state/preferences.ts'
import { type Opening, useOpen } from '../../state/use-open.ts'
import { FIRST_KEYS, KeyList } from '../dialogs/shortcuts-dialog.tsx'
import { EmptyHeader, EmptyNow } from './empty-bands.tsx'
import { Guide } from './guide.tsx'
import { Machine } from './machine-facts.tsx'
import { Recent } from './release-rows.tsx'

export function StartView() {
  const opening = useOpen()
  const refused = useCockpit(({ opened }) => (opened && !opened.isOpen ? opened.folder : undefined))
  return (
    <>
      <EmptyHeader />
      <EmptyNow />
      <main className="start">
        <Guide opening={opening} />
        <OpenFolder key={refused} opening={opening} refused={refused} />
        <Recent opening={opening} />
        <Machine />
        <EmptyTimeline />
        <Keys />
      </main>
    </>
  )
}

function OpenFolder({ opening, refused }: { opening: Opening; refused: string | undefined }) {
  const opened = useCockpit((state) => state.opened)
  const [folder, setFolder] = useState(useUi((ui) => refused ?? folderBegin(ui.folder)))
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
