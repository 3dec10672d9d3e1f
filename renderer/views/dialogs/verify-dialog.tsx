/** Verifies a ledger, an export or a bundle from anywhere: dropped, chosen or by its path; against an anchor and a key, if somebody kept them. */
import { type ChangeEvent, useEffect, useState } from 'react'
import { formatBytes, formatCount } from '../../../shared/documents/words.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useVerify, type Verifying } from '../../state/use-verify.ts'
import { FilePlace } from './file-place.tsx'
import { ReplayVerified } from './replay-verified.tsx'
import { VerdictView } from './verdict-view.tsx'

/** `path` was opened from outside: it is verified without another word. */
type Props = { file?: File | undefined; path?: string | undefined; onClose: () => void }
type Fields = { path: string; anchor: string; publicKey: string; release: string }

const EMPTY: Fields = { path: '', anchor: '', publicKey: '', release: '' }

const progressWords = ({ handedOver, entries }: Verifying): string => {
  if (handedOver && handedOver.done < handedOver.total)
    return `Handing over, ${formatBytes(handedOver.done)} of ${formatBytes(handedOver.total)}`
  return entries > 0 ? `${formatCount(entries)} entries verified so far` : 'Verifying…'
}

type FieldsProps = { fields: Fields; change: (part: Partial<Fields>) => void }

/** What somebody kept elsewhere. Without it the answer is less. */
function KeptFields({ fields, change }: FieldsProps) {
  const readKey = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0]
    if (chosen) change({ publicKey: (await chosen.slice(0, 10_000).text()).trim() })
  }
  return (
    <>
      <label className="labelled">
        <span className="label">Anchor somebody kept (SIZE:HEAD), if any: proves that nothing was cut off</span>
        <input
          className="field mono"
          value={fields.anchor}
          placeholder="412:9f0c…"
          onChange={(event) => change({ anchor: event.target.value })}
        />
      </label>
      <label className="labelled">
        <span className="label">Public key you trust (PEM), if any: proves who signed</span>
        <textarea
          className="field mono"
          rows={3}
          value={fields.publicKey}
          placeholder="-----BEGIN PUBLIC KEY-----"
          onChange={(event) => change({ publicKey: event.target.value })}
        />
      </label>
      <div className="export-row">
        <label className="btn">
          Read the key from a file…
          <input
            type="file"
            className="sr-only"
            accept=".pem,.pub,.key"
            aria-label="Read the key from a file"
            onChange={(event) => void readKey(event)}
          />
        </label>
        <label className="labelled grow">
          <span className="label">Only this release of a ledger, if it has several</span>
          <input
            className="field mono"
            value={fields.release}
            onChange={(event) => change({ release: event.target.value })}
          />
        </label>
      </div>
    </>
  )
}

export function VerifyDialog({ file: dropped, path: opened = '', onClose }: Props) {
  const { verifying, result, problem, start, cancel } = useVerify()
  const [file, setFile] = useState(dropped)
  const [fields, setFields] = useState({ ...EMPTY, path: opened })
  const change = (part: Partial<Fields>) => setFields((now) => ({ ...now, ...part }))
  const { path, ...kept } = fields
  const isReady = file !== undefined || path.trim() !== ''
  const verify = () => isReady && void start({ source: file ? { file } : { path: path.trim() }, ...kept })
  const [first] = useState(() => verify)
  useEffect(() => {
    if (opened) first()
  }, [opened, first])
  const close = () => {
    cancel()
    onClose()
  }
  const footer = (
    <>
      {verifying ? (
        <div className="export-row">
          <progress
            aria-label="Verifying"
            {...(verifying.handedOver ? { value: verifying.handedOver.done, max: verifying.handedOver.total } : {})}
          />
          <span className="small t2">{progressWords(verifying)}</span>
          <button type="button" className="btn" onClick={cancel}>
            Stop
          </button>
        </div>
      ) : (
        <Refusal sentence={problem} />
      )}
      <ReplayVerified result={result} source={file ? { file } : { path: path.trim() }} />
      <button type="button" className="btn end" onClick={close}>
        Close <kbd>Esc</kbd>
      </button>
      <button type="button" className="btn btn-primary" disabled={!isReady || verifying !== undefined} onClick={verify}>
        {result ? 'Verify again' : 'Verify'}
      </button>
    </>
  )
  return (
    <DialogFrame isWide title="Verify a file" onClose={close} footer={footer}>
      {result && <VerdictView result={result} />}
      <form
        className="dialog-pad verify-form"
        onSubmit={(event) => {
          event.preventDefault()
          verify()
        }}
      >
        <FilePlace
          file={file}
          onFile={setFile}
          path={path}
          onPath={(next) => change({ path: next })}
          accept=".zip,.cockpit-bundle,.jsonl,.db,.sqlite"
          words="Drop a bundle (.zip), an export (.jsonl) or a ledger (.db) here"
          label="Choose a file to verify"
          pathLabel="Or its whole path on this machine; a ledger is read with what belongs to it, and only read"
        />
        <KeptFields fields={fields} change={change} />
        <button type="submit" hidden />
      </form>
    </DialogFrame>
  )
}
