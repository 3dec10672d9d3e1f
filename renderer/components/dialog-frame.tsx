/** A dialog with a head, a body that scrolls, and a foot. */
import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { DialogSheet } from './dialog-sheet.tsx'

type Props = {
  title: ReactNode
  lead?: ReactNode
  end?: ReactNode
  isWide?: boolean
  isDanger?: boolean
  onClose: () => void
  footer: ReactNode
  children: ReactNode
}

export function DialogFrame({ title, lead, end, isWide, isDanger, onClose, footer, children }: Props) {
  return (
    <DialogSheet className={`dialog${isWide ? ' is-wide' : ''}${isDanger ? ' is-danger' : ''}`} onClose={onClose}>
      <div className="dialog-head">
        {lead}
        <Modal.Title className="dialog-title">{title}</Modal.Title>
        {end}
      </div>
      <div className="dialog-body">{children}</div>
      <div className="dialog-foot">{footer}</div>
    </DialogSheet>
  )
}
