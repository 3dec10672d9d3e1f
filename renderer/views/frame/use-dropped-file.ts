/** A record dropped anywhere onto the window is verified; anything else is not opened in place of the cockpit. */
import { useEffect } from 'react'
import { useSession } from '../../state/context.tsx'
import { offerRecord } from '../../state/offer-record.ts'

const RECORD = /\.(?:zip|cockpit-bundle|jsonl|db|sqlite)$/i

const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

export function useDroppedFile() {
  const { ui } = useSession()
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault()
    }
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event) || event.defaultPrevented) return
      event.preventDefault()
      const file = event.dataTransfer?.files[0]
      if (file && RECORD.test(file.name)) ui.setState(offerRecord({ file }))
    }
    window.addEventListener('dragover', onDragOver)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragover', onDragOver)
      window.removeEventListener('drop', onDrop)
    }
  }, [ui])
}
