import { useState } from 'react'
import { useSend } from '../../state/context.tsx'
import type { Dialog } from '../../state/ui-store.ts'
import { useSigner } from '../../state/use-pins.ts'
import { PinField } from './pin-field.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

type Props = { dialog: Extract<Dialog, { kind: 'revoke' }>; onClose: () => void }

/** A word taken back is signed like one that is given. */
export function RevokeDialog({ dialog, onClose }: Props) {
  const [pin, setPin] = useState('')
  const { hasPin } = useSigner()
  const send = useSend()
  return (
    <ReasonDialog
      title={`Take back: ${dialog.title}`}
      explains="The word no longer counts: what waits for it asks again. What has run since stays as it is."
      label="Reason, goes on the record"
      submit="Take it back"
      tone="danger"
      onClose={onClose}
      onSubmit={async (reason) => {
        if (hasPin && pin === '') return 'Give your PIN: the word is taken back in your name.'
        return send({ type: 'approval.revoke', seq: dialog.seq, reason }, undefined, undefined, pin)
      }}
    >
      <PinField value={pin} onChange={setPin} isSpoken={false} />
    </ReasonDialog>
  )
}
