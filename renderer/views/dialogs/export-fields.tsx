/** The format of an export, and which part of the record it holds. */
import { ENTRY_KINDS } from '../../../shared/documents/log/entry-kinds.ts'
import { EXPORT_FORMATS, FORMAT_FACTS } from '../../../shared/documents/log/formats.ts'
import { formatCount } from '../../../shared/documents/words.ts'
import type { ExportWishView } from '../../state/use-export-wish.ts'

export function FormatList({ choice, change }: ExportWishView) {
  return (
    <fieldset className="format-list">
      <legend className="label">Format</legend>
      {EXPORT_FORMATS.map((format) => (
        <label key={format}>
          <input
            type="radio"
            name="export-format"
            checked={choice.format === format}
            {...(choice.format === format ? { 'data-autofocus': true } : {})}
            onChange={() => change({ format })}
          />
          <span>
            <span className="bold">{FORMAT_FACTS[format].title}</span>
            <span className="small t2">{FORMAT_FACTS[format].about}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function RangeFields({ choice, change, size }: ExportWishView & { size: number }) {
  return (
    <div className="export-range">
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className="labelled">
          <span className="label">{end === 'from' ? 'From entry or time' : 'To, included'}</span>
          <input
            className="field mono"
            value={choice[end]}
            placeholder={end === 'from' ? '1' : formatCount(size)}
            title="The number of an entry, or a time such as 2026-11-28T22:00"
            onChange={(event) => change({ [end]: event.target.value })}
          />
        </label>
      ))}
    </div>
  )
}

function KindBoxes({ choice: { kinds }, change }: ExportWishView) {
  const toggle = (id: string) =>
    change({ kinds: kinds.includes(id) ? kinds.filter((each) => each !== id) : [...kinds, id] })
  return (
    <fieldset className="export-kinds">
      <legend className="label">Only these kinds</legend>
      {ENTRY_KINDS.map(({ id, name }) => (
        <label key={id} className="check-line">
          <input type="checkbox" checked={kinds.includes(id)} onChange={() => toggle(id)} />
          <span className="clip">{name}</span>
        </label>
      ))}
    </fieldset>
  )
}

const OUTPUT_WORDS = {
  always: 'What commands printed is in it.',
  never: 'Entries alone: what commands printed is in Markdown, HTML, PDF and the bundle.',
}

function OutputBox({ choice, change, withOutput }: ExportWishView) {
  const { output } = FORMAT_FACTS[choice.format]
  if (output !== 'choice') return <p className="small t2">{OUTPUT_WORDS[output]}</p>
  return (
    <label className="check-line">
      <input type="checkbox" checked={withOutput} onChange={(event) => change({ withOutput: event.target.checked })} />
      <span>With what commands printed</span>
    </label>
  )
}

/** What of the record, and under which name. */
export function PartFields({ wish, size, folder }: { wish: ExportWishView; size: number; folder: string }) {
  const { choice, change, name, ending } = wish
  const { selects, isProof } = FORMAT_FACTS[choice.format]
  return (
    <>
      {selects ? (
        <>
          <RangeFields {...wish} size={size} />
          <KindBoxes {...wish} />
        </>
      ) : (
        <p className="small t2">All {formatCount(size)} entries: a part of the record could not be verified.</p>
      )}
      <OutputBox {...wish} />
      {choice.format === 'csv' && (
        <label className="check-line">
          <input
            type="checkbox"
            checked={choice.byteOrderMark}
            onChange={(event) => change({ byteOrderMark: event.target.checked })}
          />
          <span>For Excel: begin it with a byte order mark</span>
        </label>
      )}
      <label className="labelled">
        <span className="label">File</span>
        <span className="export-name">
          <input
            className="field mono"
            value={name}
            maxLength={180}
            onChange={(event) => change({ name: event.target.value })}
          />
          <span className="mono t2">.{ending}</span>
        </span>
      </label>
      <p className="small t2 document-path">
        In {folder}. {isProof && selects ? 'Whole it can be verified alone; a part of it is for reading.' : ''}
      </p>
    </>
  )
}
