import { app, type BrowserWindow, type WebContents } from 'electron'
import type { MenuAction } from '../../shared/contract/desktop-bridge.ts'
import { presentedBy } from '../../shared/contract/presented-by.ts'
import { releaseRoute } from '../../shared/contract/route.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import type { App } from '../app/index.ts'
import { createAttention } from './attention.ts'
import { CHANNELS } from './channels.ts'
import { confirmClose } from './close-dialog.ts'
import { bindIpc } from './ipc.ts'
import { installMenu } from './menu.ts'
import { type Situation, situationOf } from './situation.ts'
import { watchReleases } from './watch-releases.ts'
import { openWindow } from './window.ts'

/** What to show: a folder still to be opened (the page shows its findings), or a release already known. */
export type Target = { folder?: string; release?: ReleaseId }

export type Desktop = {
  /** Shows the window, making one if none is open; shows `target` in it. */
  show(target?: Target): Promise<void>
}

/** After a run without a window, its other clients still hear how it ended. */
const LAST_WORDS_MS = 1000

/** The desktop around one cockpit: its window, menu, notifications, and a process that outlives the window while a run is open. */
export const createDesktop = async (cockpit: App, outDirectory: string): Promise<Desktop> => {
  let situation: Situation = { openRuns: 0, progress: undefined, calls: [] }
  let folderToOpen: string | undefined
  let wasShown = false
  // Not the first of all windows: what is printed has a hidden one.
  let window: BrowserWindow | undefined

  const openFolderIn = (contents: WebContents) => {
    if (folderToOpen !== undefined) contents.send(CHANNELS.openFolder, folderToOpen)
    folderToOpen = undefined
  }
  const show = async ({ folder, release }: Target = {}) => {
    folderToOpen = folder ?? folderToOpen
    wasShown = true
    if (!window) return guardClosing(await openWindow(outDirectory, release && releaseRoute(release)))
    if (window.isMinimized()) window.restore()
    window.focus()
    openFolderIn(window.webContents)
  }
  const guardClosing = (opened: BrowserWindow) => {
    let confirmed = false
    window = opened
    opened.once('closed', () => {
      window = undefined
    })
    opened.on('close', (event) => {
      if (confirmed || situation.openRuns === 0) return
      event.preventDefault()
      void confirmClose(opened, cockpit.isOwner()).then((isWanted) => {
        confirmed = isWanted
        if (isWanted) opened.close()
      })
    })
  }
  const act = (action: MenuAction) => window?.webContents.send(CHANNELS.menu, action)
  const endIfDone = () => {
    const isGuarding = situation.openRuns > 0 && cockpit.isOwner()
    if (wasShown && !window && !isGuarding) app.quit()
  }

  const attend = createAttention(() => void show())
  bindIpc(presentedBy(cockpit.client, { canOpenFolderDialog: true }), openFolderIn)
  installMenu(act, app.isPackaged)
  app.on('window-all-closed', endIfDone)
  app.on('activate', () => void show())
  await watchReleases(cockpit.client, (states) => {
    situation = situationOf(states, Date.now())
    attend(situation)
    if (situation.openRuns === 0) setTimeout(endIfDone, LAST_WORDS_MS)
  })
  return { show }
}
