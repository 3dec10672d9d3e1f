/** Over an open dialog: what was dropped meanwhile, and when it is looked at. */
import { useEffect } from 'react'
import { Mark } from '../../components/mark.tsx'
import { useSession, useUi } from '../../state/context.tsx'
import { takeWaiting } from '../../state/offer-record.ts'

/** Above the dialog, which lies above everything else of the page. */
const show = (element: HTMLElement | null) => element?.showPopover()

export function WaitingRecord() {
  const { ui } = useSession()
  const waiting = useUi((state) => state.waiting)
  const dialog = useUi((state) => state.dialog)
  useEffect(() => {
    const next = waiting && takeWaiting({ ...ui.getState(), dialog, waiting })
    if (next) ui.setState(next)
  }, [ui, waiting, dialog])
  if (!waiting || !dialog) return null
  const name = 'file' in waiting ? waiting.file.name : waiting.path
  return (
    <p key={dialog.kind} className="refusal waiting-record" popover="manual" role="status" ref={show}>
      <Mark name="clock" />
      <span>{name} is verified when this dialog is closed.</span>
    </p>
  )
}
