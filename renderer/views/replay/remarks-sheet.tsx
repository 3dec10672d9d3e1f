/** Everything that was said of this record, by the moment it is about; and the file of what no record takes. */
import { type ChangeEvent, useState } from 'react'
import { formatCount } from '../../../shared/documents/words.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { Mark } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { formatDay, formatTime } from '../../components/time.ts'
import type { Replay } from '../../state/replay/replay.ts'
import type { Remarks, ShownRemark } from '../../state/replay/use-remarks.ts'
import type { Deck } from '../../state/use-deck.ts'
import { useReplayParts } from './replay-context.tsx'

const EXPLAINS = {
  record:
    'They are entries of this record, and stand in the post-release review and the lessons learned. Close this and press N to add one about the moment that is shown.',
  closed:
    'This release is closed: its record is read only. Remarks are kept in this browser until you save them as a file; take the release up again to put them on the record.',
  bundle:
    'A bundle is never changed. Remarks on it are kept in this browser until you save them as a file of their own.',
}

type Props = { replay: Replay; deck: Deck | undefined; onClose: () => void }

export function RemarksSheet({ replay, deck, onClose }: Props) {
  const { remarks } = useReplayParts()
  const go = ({ aboutMs }: ShownRemark) => {
    onClose()
    replay.seek(aboutMs)
  }
  const footer = (
    <>
      <FileButtons remarks={remarks} />
      <button type="button" className="btn end" data-autofocus onClick={onClose}>
        Close <kbd>Esc</kbd>
      </button>
    </>
  )
  return (
    <DialogFrame isWide title="Remarks for the post-mortem" onClose={onClose} footer={footer}>
      <p className="dialog-pad small t2 prose">{EXPLAINS[remarks.place]}</p>
      {remarks.all.length === 0 && <p className="empty">Nobody has said anything about a moment of this record yet.</p>}
      <ul className="rows remark-rows">
        {remarks.all.map((remark) => (
          <RemarkRow
            key={remark.key}
            remark={remark}
            offset={deck?.offsetMinutes ?? 0}
            onGo={() => go(remark)}
            onRemove={remark.isOnRecord ? undefined : () => remarks.remove(remark.key)}
          />
        ))}
      </ul>
    </DialogFrame>
  )
}

type RowProps = { remark: ShownRemark; offset: number; onGo: () => void; onRemove: (() => void) | undefined }

function RemarkRow({ remark, offset, onGo, onRemove }: RowProps) {
  return (
    <li className="remark-row">
      <button type="button" className="btn btn-plain num nowrap" onClick={onGo}>
        {formatDay(remark.aboutMs, offset)} {formatTime(remark.aboutMs, offset)}
      </button>
      <span className="t3 num nowrap">entry {formatCount(remark.aboutSeq)}</span>
      <span className="grow remark-text">
        <span className="t2">{remark.by}: </span>
        {remark.text}
      </span>
      {remark.isOnRecord ? (
        <span className="t3 small nowrap">
          <Mark name="ledger" /> on record
        </span>
      ) : (
        <button type="button" className="btn btn-plain" onClick={onRemove}>
          Remove
        </button>
      )}
    </li>
  )
}

function FileButtons({ remarks }: { remarks: Remarks }) {
  const [said, setSaid] = useState<string>()
  const [refusal, setRefusal] = useState<string>()
  const [replaces, setReplaces] = useState<'json' | 'md'>()
  const beside = remarks.all.some(({ isOnRecord }) => !isOnRecord)
  const save = async (ending: 'json' | 'md', overwrite = false) => {
    const saved = await remarks.save(ending, overwrite)
    const isWritten = 'file' in saved
    setSaid(isWritten ? `Written to ${saved.file}` : undefined)
    setRefusal(isWritten ? undefined : saved.message)
    setReplaces(!isWritten && saved.exists ? ending : undefined)
  }
  const bring = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    event.target.value = ''
    if (!file) return
    const sentence = await remarks.bring(file)
    setRefusal(sentence)
    setSaid(sentence ? undefined : `Read from ${file.name}`)
  }
  if (remarks.place === 'record' && !beside) return null
  return (
    <>
      <button type="button" className="btn" disabled={!beside} onClick={() => void save('json')}>
        Save as .notes.json
      </button>
      <button type="button" className="btn" disabled={!beside} onClick={() => void save('md')}>
        Save as Markdown
      </button>
      <label className="btn">
        Read a .notes.json…
        <input
          type="file"
          className="sr-only"
          accept=".json"
          aria-label="Read a file of remarks"
          onChange={(event) => void bring(event)}
        />
      </label>
      {replaces && (
        <button type="button" className="btn" onClick={() => void save(replaces, true)}>
          Replace it
        </button>
      )}
      <Refusal sentence={refusal} />
      {said && (
        <span className="small t2 clip" role="status">
          {said}
        </span>
      )}
    </>
  )
}
