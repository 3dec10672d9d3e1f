/** An export that was written: where, how big, and what to keep of it. */
import { useState } from 'react'
import { FORMAT_FACTS } from '../../../shared/documents/log/formats.ts'
import { formatBytes, formatCount } from '../../../shared/documents/words.ts'
import { Mark } from '../../components/mark.tsx'
import type { ExportJob } from '../../state/use-export.ts'

function Copied({ text, word }: { text: string; word: string }) {
  const [isDone, setDone] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text).catch(() => {})
    setDone(true)
  }
  return (
    <button type="button" className="btn" onClick={() => void copy()}>
      <Mark name={isDone ? 'tick' : 'copy'} /> {isDone ? 'Copied' : word}
    </button>
  )
}

export function ExportDone({ job }: { job: ExportJob }) {
  const { file, bytes, entries, anchor } = job.written!
  const check = `cockpit verify ${file} --anchor ${anchor}`
  const isProof = FORMAT_FACTS[job.format].isProof && entries === Number(anchor.split(':')[0])
  return (
    <div className="dialog-pad export-done">
      <p role="status">
        <Mark name="tick" /> {FORMAT_FACTS[job.format].title}, {formatBytes(bytes)}, {formatCount(entries)}{' '}
        {entries === 1 ? 'entry' : 'entries'}, written to
      </p>
      <div className="export-line">
        <code className="document-path">{file}</code>
        <Copied text={file} word="Copy the path" />
      </div>
      <p className="small t2">
        The head of the record when it was written. Keep it elsewhere: with it anybody can tell whether entries were
        changed or cut off.
      </p>
      <div className="export-line">
        <code className="document-path">{anchor}</code>
        <Copied text={anchor} word="Copy the anchor" />
      </div>
      {isProof && (
        <>
          <p className="small t2">Check it with</p>
          <div className="export-line">
            <code className="document-path">{check}</code>
            <Copied text={check} word="Copy the line" />
          </div>
        </>
      )}
    </div>
  )
}
