/** Writes the record to a file: format, part, name; then how far it is; then where it is. */
import type { ExportFormat } from '../../../shared/documents/log/formats.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { ExportProgress } from '../../components/export-progress.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useCockpit, useSession } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { useExport } from '../../state/use-export.ts'
import { useExportWish } from '../../state/use-export-wish.ts'
import { ExportDone } from './export-done.tsx'
import { FormatList, PartFields } from './export-fields.tsx'

type Props = { deck: Deck; format?: ExportFormat; onClose: () => void }

const folderOf = (file: string) => file.replace(/[/\\][^/\\]*$/, '') || '/'

export function ExportDialog({ deck, format = 'bundle', onClose }: Props) {
  const { release, size } = deck.state
  const { desktop } = useSession()
  const ledgerFile = useCockpit((state) => state.hello?.ledgerFile) ?? ''
  const { job, exporting, start, cancel, clear } = useExport(release)
  const wish = useExportWish(release, job?.format ?? format)
  const { choice, selection, name, ending, withOutput, problem } = wish

  const write = (more: object = {}) =>
    void start({
      ...{ release, format: choice.format, selection, name: `${name}.${ending}` },
      ...(choice.format === 'csv' ? { byteOrderMark: choice.byteOrderMark } : {}),
      ...(choice.withOutput === undefined || ending === 'zip' ? {} : { withOutput }),
      ...more,
    })
  const saveAs = async () => {
    const place = await desktop?.chooseExportFile(`${name}.${ending}`)
    if (place !== undefined) write({ place })
  }
  const footer = exporting ? (
    <>
      <ExportProgress {...(exporting.progress ?? { done: 0, total: 0, unit: 'entries' })} onCancel={cancel} />
      <button type="button" className="btn end" data-autofocus onClick={onClose}>
        Go on in the background <kbd>Esc</kbd>
      </button>
    </>
  ) : job?.written ? (
    <>
      <button type="button" className="btn end" onClick={clear}>
        Export again
      </button>
      <button type="button" className="btn btn-primary" data-autofocus onClick={onClose}>
        Close <kbd>Esc</kbd>
      </button>
    </>
  ) : (
    <>
      <Refusal
        sentence={problem ?? (job?.exists ? `${job.problem} Name another file, or replace it.` : job?.problem)}
      />
      <button type="button" className="btn end" onClick={onClose}>
        Cancel <kbd>Esc</kbd>
      </button>
      {job?.exists && (
        <button type="button" className="btn" onClick={() => write({ overwrite: true })}>
          Replace it
        </button>
      )}
      {desktop && (
        <button type="button" className="btn" disabled={problem !== undefined} onClick={() => void saveAs()}>
          Save as…
        </button>
      )}
      <button type="button" className="btn btn-primary" disabled={problem !== undefined} onClick={() => write()}>
        Export
      </button>
    </>
  )
  return (
    <DialogFrame isWide title="Export the record" onClose={onClose} footer={footer}>
      {job?.written ? (
        <ExportDone job={job} />
      ) : (
        <fieldset className="two-columns export-form" disabled={exporting !== undefined}>
          <div>
            <FormatList {...wish} />
          </div>
          <div>
            <PartFields wish={wish} size={size} folder={folderOf(ledgerFile)} />
          </div>
        </fieldset>
      )}
    </DialogFrame>
  )
}
