/** A no-go with its reason, and the agreed new start where there is one. */
import { useState } from 'react'
import { useSend } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { ReasonDialog } from './reason-dialog.tsx'

const pad = (value: number) => String(value).padStart(2, '0')

/** `2026-12-04T22:00` at the offset every time on the screen has. */
function withOffset(local: string, offsetMinutes: number): string {
  const size = Math.abs(offsetMinutes)
  return `${local}:00${offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}

export function PostponeDialog({ deck, onClose }: { deck: Deck; onClose: () => void }) {
  const send = useSend()
  const [until, setUntil] = useState('')
  const postpone = (reason: string) =>
    send({
      type: 'release.postpone',
      reason,
      ...(until === '' ? {} : { until: withOffset(until, deck.offsetMinutes) }),
    })
  return (
    <ReasonDialog
      title="Postpone this release"
      explains="A no-go: nothing starts in a protected environment until somebody takes the release up again. The window itself is changed in release.yaml."
      label="Reason, goes on the record"
      submit="Postpone it"
      onClose={onClose}
      onSubmit={postpone}
    >
      <label className="labelled">
        <span className="label">New start, optional</span>
        <input
          type="datetime-local"
          className="field"
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
      </label>
    </ReasonDialog>
  )
}
