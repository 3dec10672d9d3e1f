/** The sheet every dialog lies on, below the now band: it never covers what runs, the clocks or the rollback. Focus stays inside; Escape closes. */
import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = {
  /** Its name, where no title of its own is shown. */
  label?: string
  className: string
  onClose: () => void
  children: ReactNode
}

export function DialogSheet({ label, className, onClose, children }: Props) {
  return (
    <Modal.Root
      opened
      onClose={onClose}
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      classNames={{ inner: 'dialog-place', content: className }}
    >
      <Modal.Overlay className="veil" transitionProps={{ duration: 0 }} />
      <Modal.Content transitionProps={{ duration: 0 }} {...(label === undefined ? {} : { 'aria-label': label })}>
        {children}
      </Modal.Content>
    </Modal.Root>
  )
}
