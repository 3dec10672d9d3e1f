import { useState } from 'react'
import { formatMany } from '../../../shared/documents/words.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { FindingList } from '../../components/finding-list.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useCockpit, useUi } from '../../state/context.tsx'
import { folderBegin } from '../../state/preferences.ts'
import { useOpen } from '../../state/use-open.ts'

export function OpenDialog({ onClose }: { onClose: () => void }) {
  const opening = useOpen()
  const opened = useCockpit((state) => state.opened)
  const releases = useCockpit((state) => state.releases) ?? []
  const [folder, setFolder] = useState(useUi((ui) => folderBegin(ui.folder)))
  const open = async (path: string) => {
    if (path.trim() && (await opening.openFolder(path.trim()))) onClose()
  }
  const footer = (
    <>
      <Refusal sentence={opening.refusal} />
      {opening.chooseFolder && (
        <button type="button" className="btn" onClick={() => void opening.chooseFolder?.()}>
          Choose a folder…
        </button>
      )}
      <button type="button" className="btn end" onClick={onClose}>
        Cancel <kbd>Esc</kbd>
      </button>
      <button
        type="button"
        className="btn btn-primary"
        disabled={!folder.trim() || opening.isBusy}
        onClick={() => void open(folder)}
      >
        Open <kbd>Enter</kbd>
      </button>
    </>
  )
  return (
    <DialogFrame title="Open a release folder" onClose={onClose} footer={footer}>
      <div className="dialog-pad">
        <label className="labelled">
          <span className="label">Folder with release.yaml and runbook.md</span>
          <input
            className="field mono"
            data-autofocus
            value={folder}
            placeholder="/path/to/release"
            onChange={(event) => setFolder(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && void open(folder)}
          />
        </label>
        {releases.length > 0 && (
          <ul className="rows recent">
            {releases.slice(0, 6).map((release) => (
              <li key={release.release}>
                <button type="button" onClick={() => void open(release.folder)}>
                  <span className="bold clip">
                    {release.name} {release.version}
                  </span>
                  <span className="t3 mono clip">{release.folder}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      {opened && !opened.isOpen && (
        <>
          <p className="dialog-pad bold">
            {opened.folder} cannot be opened: {formatMany(opened.findings.length, 'finding')}.
          </p>
          <FindingList findings={opened.findings} />
        </>
      )}
    </DialogFrame>
  )
}
