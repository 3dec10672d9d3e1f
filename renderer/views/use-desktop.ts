import { useEffect, useState } from 'react'
import { useRoute } from '../client/use-route.ts'
import { useSession } from '../state/context.tsx'
import { offerRecord } from '../state/offer-record.ts'
import { useOpen } from '../state/use-open.ts'

/** The address, and the menu and the second start of the desktop. */
export function useDesktop() {
  const { desktop, ui } = useSession()
  const opening = useOpen()
  const [openFolder] = useState(() => opening.openFolder)
  const [openSample] = useState(() => opening.openSample)
  const [openRelease] = useState(() => opening.openRelease)
  useRoute(openRelease)
  useEffect(() => {
    if (!desktop) return
    const ends = [
      desktop.onOpen((what) => {
        if ('verify' in what) ui.setState(offerRecord({ path: what.verify }))
        else void ('folder' in what ? openFolder(what.folder) : openRelease(what.release))
      }),
      desktop.onMenu((action) => {
        if (action === 'open-folder') ui.setState({ dialog: { kind: 'open' } })
        if (action === 'new-release') ui.setState({ dialog: { kind: 'new-release' } })
        if (action === 'open-sample') void openSample()
        if (action === 'shortcuts') ui.setState({ dialog: { kind: 'shortcuts' } })
        if (action === 'machine') ui.setState({ view: 'settings' })
        if (action === 'command-palette') ui.setState({ isPaletteOpen: true })
        if (action === 'toggle-theme') ui.setState(({ theme }) => ({ theme: theme === 'dark' ? 'light' : 'dark' }))
      }),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [desktop, ui, openFolder, openRelease, openSample])
}
