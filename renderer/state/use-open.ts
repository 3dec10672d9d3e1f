/** Opening a release: a folder, the sample, or one the ledger knows; the findings stay on the screen when it cannot be opened. */
import { useState } from 'react'
import type { Results } from '../../shared/contract/results.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { useSession } from './context.tsx'
import { messageOf } from './message-of.ts'

export type Opening = {
  isBusy: boolean
  refusal?: string
  openFolder(folder: string): Promise<boolean>
  openSample(): Promise<boolean>
  openRelease(release: ReleaseId): Promise<boolean>
  /** The system's dialog where the host has one; undefined where a path must be typed. */
  chooseFolder?: () => Promise<void>
}

export function useOpen(): Opening {
  const { cockpit, ui, desktop } = useSession()
  const [isBusy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string>()

  const perform = async (folder: string, ask: () => Promise<Results['release.open']>): Promise<boolean> => {
    setBusy(true)
    setRefusal(undefined)
    try {
      const { release, findings } = await ask()
      cockpit.store.setState({ opened: { folder, findings, isOpen: release !== undefined } })
      if (!release) return false
      ui.setState({ view: 'deck', environment: undefined, selectedStep: undefined, dialog: undefined })
      await cockpit.open(release)
      void cockpit.refreshReleases()
      return true
    } catch (problem) {
      setRefusal(messageOf(problem))
      return false
    } finally {
      setBusy(false)
    }
  }

  const openFolder = (folder: string) => perform(folder, () => cockpit.client.call('release.open', { folder }))
  return {
    isBusy,
    refusal,
    openFolder,
    openSample: () => perform('the sample', () => cockpit.client.call('sample.open', {})),
    openRelease: (release) => perform('', async () => ({ release, findings: [] })),
    ...(desktop
      ? {
          chooseFolder: async () => {
            const folder = await desktop.chooseFolder()
            if (folder) await openFolder(folder)
          },
        }
      : {}),
  }
}
