/** A dialog below the now band: it never covers what runs, the clocks or the rollback. Focus stays inside; Escape closes. */
import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'

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
    <Modal.Root
      opened
      onClose={onClose}
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      classNames={{
        inner: 'dialog-place',
        content: `dialog${isWide ? ' is-wide' : ''}${isDanger ? ' is-danger' : ''}`,
      }}
    >
      <Modal.Overlay className="veil" transitionProps={{ duration: 0 }} />
      <Modal.Content transitionProps={{ duration: 0 }}>
        <div className="dialog-head">
          {lead}
          <Modal.Title className="dialog-title">{title}</Modal.Title>
          {end}
        </div>
        <div className="dialog-body">{children}</div>
        <div className="dialog-foot">{footer}</div>
      </Modal.Content>
    </Modal.Root>
  )
}
