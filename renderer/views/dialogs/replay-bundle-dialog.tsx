/** Opens a bundle to replay it: it is verified first, and one that does not verify is not replayed. */
import { useEffect, useRef, useState } from 'react'
import { formatBytes, formatCount } from '../../../shared/documents/words.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useSetUi } from '../../state/context.tsx'
import { type Opening, useOpenBundle } from '../../state/replay/use-open-bundle.ts'
import type { VerifySource } from '../../state/use-verify.ts'
import { FilePlace } from './file-place.tsx'

const wordsOf = (opening: Opening): string => {
  if (opening.doing === 'handing-over')
    return `Handing over, ${formatBytes(opening.done)} of ${formatBytes(opening.total)}`
  if (opening.doing === 'verifying')
    return opening.done > 0 ? `${formatCount(opening.done)} entries verified so far` : 'Verifying…'
  return `Reading, ${formatCount(opening.done)} of ${formatCount(opening.total)} entries`
}

type Props = { source?: VerifySource | undefined; onClose: () => void }

export function ReplayBundleDialog({ source: given, onClose }: Props) {
  const { opening, problem, start, cancel } = useOpenBundle()
  const setUi = useSetUi()
  const [file, setFile] = useState(given && 'file' in given ? given.file : undefined)
  const [path, setPath] = useState(given && 'path' in given ? given.path : '')
  const source = file ? { file } : path.trim() ? { path: path.trim() } : undefined
  const open = () => source && !opening && void start(source)
  const begin = useRef(open)
  begin.current = open
  const isGiven = given !== undefined
  useEffect(() => {
    if (isGiven) begin.current()
  }, [isGiven])
  const close = () => {
    cancel()
    onClose()
  }
  const footer = (
    <>
      {opening ? (
        <div className="export-row">
          <progress
            aria-label="Opening"
            {...('total' in opening ? { value: opening.done, max: Math.max(1, opening.total) } : {})}
          />
          <span className="small t2">{wordsOf(opening)}</span>
          <button type="button" className="btn" onClick={cancel}>
            Stop
          </button>
        </div>
      ) : (
        <Refusal sentence={problem} />
      )}
      {problem && source && !opening && (
        <button
          type="button"
          className="btn"
          onClick={() => setUi({ dialog: { kind: 'verify', ...(file ? { file } : { path: path.trim() }) } })}
        >
          Verify a file…
        </button>
      )}
      <button type="button" className="btn end" onClick={close}>
        Close <kbd>Esc</kbd>
      </button>
      <button type="button" className="btn btn-primary" disabled={!source || opening !== undefined} onClick={open}>
        Verify and replay
      </button>
    </>
  )
  return (
    <DialogFrame isWide title="Replay a bundle" onClose={close} footer={footer}>
      <form
        className="dialog-pad verify-form"
        onSubmit={(event) => {
          event.preventDefault()
          open()
        }}
      >
        <FilePlace
          file={file}
          onFile={setFile}
          path={path}
          onPath={setPath}
          accept=".zip,.cockpit-bundle"
          words="Drop a bundle (.zip) here"
          label="Choose a bundle to replay"
          pathLabel="Or its whole path on this machine; it is only read"
        />
        <p className="small t2 prose">
          It is verified first, and not replayed if anything in it was changed, removed or put in. A private copy is
          kept until the replay is closed; nothing of it becomes part of this ledger.
        </p>
        <button type="submit" hidden />
      </form>
    </DialogFrame>
  )
}
