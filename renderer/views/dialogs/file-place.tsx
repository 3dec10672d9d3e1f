/** Where a file is dropped, chosen or named by its path. */
import { type DragEvent, useState } from 'react'
import { formatBytes } from '../../../shared/documents/words.ts'

type Props = {
  file: File | undefined
  onFile: (file?: File) => void
  path: string
  onPath: (path: string) => void
  accept: string
  /** What may be dropped. */
  words: string
  /** Of the button, for who does not see the dialog. */
  label: string
  pathLabel: string
}

export function FilePlace({ file, onFile, path, onPath, accept, words, label, pathLabel }: Props) {
  const [isOver, setOver] = useState(false)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    event.stopPropagation()
    setOver(false)
    onFile(event.dataTransfer.files[0])
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the button inside chooses the same file by keyboard */}
      <div
        className={`drop-place${isOver ? ' is-over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        {file ? (
          <span className="clip">
            <b>{file.name}</b> <span className="t2">{formatBytes(file.size)}</span>
          </span>
        ) : (
          <span className="t2">{words}</span>
        )}
        <label className="btn end">
          {file ? 'Another file…' : 'Choose a file…'}
          <input
            type="file"
            className="sr-only"
            accept={accept}
            aria-label={label}
            onChange={(event) => onFile(event.target.files?.[0])}
          />
        </label>
      </div>
      {!file && (
        <label className="labelled">
          <span className="label">{pathLabel}</span>
          <input
            className="field mono"
            data-autofocus
            value={path}
            placeholder="/path/to/parcel-tracker-2.4.0.zip"
            onChange={(event) => onPath(event.target.value)}
          />
        </label>
      )}
    </>
  )
}
