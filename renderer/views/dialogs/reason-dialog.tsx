import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { WordsField } from '../../components/words-field.tsx'

type Props = {
  title: string
  explains: string
  /** Of the text that is asked for; none is without it. */
  label: string | undefined
  submit: string
  tone?: 'primary' | 'danger'
  isOptional?: boolean
  /** At the right of the title. */
  end?: ReactNode
  onClose: () => void
  /** Resolves with the sentence of a refusal, or undefined when it was done. */
  onSubmit: (reason: string) => Promise<string | undefined>
  /** What is chosen first. */
  above?: ReactNode
  /** More that is asked for, below the reason. */
  children?: ReactNode
}

/** Asks for a reason: it goes on the record with the person's name. */
export function ReasonDialog({
  title,
  explains,
  label,
  submit,
  tone = 'primary',
  isOptional,
  end,
  onClose,
  onSubmit,
  above,
  children,
}: Props) {
  const [reason, setReason] = useState('')
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const isReady = (isOptional || reason.trim() !== '') && !isBusy
  const perform = async () => {
    if (!isReady) return
    setBusy(true)
    const sentence = await onSubmit(reason.trim())
    setBusy(false)
    setRefusal(sentence)
    if (!sentence) onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void perform()
  }
  const footer = (
    <>
      <Refusal sentence={refusal} />
      <button type="button" className="btn end" onClick={onClose}>
        Cancel <kbd>Esc</kbd>
      </button>
      <button type="button" className={`btn btn-${tone}`} disabled={!isReady} onClick={() => void perform()}>
        {submit} <kbd>Ctrl Enter</kbd>
      </button>
    </>
  )
  return (
    <DialogFrame title={title} end={end} onClose={onClose} footer={footer} isDanger={tone === 'danger'}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: one shortcut for every field below */}
      <div className="dialog-pad" onKeyDown={onKeyDown}>
        <p className="prose t2">{explains}</p>
        {above}
        {label !== undefined && (
          <WordsField label={isOptional ? `${label}, optional` : label} value={reason} onChange={setReason} isFirst />
        )}
        {children}
      </div>
    </DialogFrame>
  )
}
