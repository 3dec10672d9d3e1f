import { app, type BrowserWindow, type WebContents } from 'electron'
import type { MenuAction, OpenRequest } from '../../shared/contract/desktop-bridge.ts'
import { presentedBy } from '../../shared/contract/presented-by.ts'
import { releaseRoute } from '../../shared/contract/route.ts'
import type { App } from '../app/index.ts'
import { createAttention } from './attention.ts'
import { CHANNELS } from './channels.ts'
import { confirmClose } from './close-dialog.ts'
import { bindIpc } from './ipc.ts'
import { installMenu } from './menu.ts'
import { logPower } from './power.ts'
import { recoverPage } from './recover.ts'
import { sayUnknown } from './say-unknown.ts'
import { type Situation, situationOf } from './situation.ts'
import { watchReleases } from './watch-releases.ts'
import { openWindow } from './window.ts'

export type Desktop = {
  /** Shows the window, making one if none is open, and in it a folder (the page shows its findings) or a release on record. */
  show(what?: OpenRequest): Promise<void>
}

/** After a run without a window, its other clients still hear how it ended. */
const LAST_WORDS_MS = 1000

/** The desktop around one cockpit: its window, menu, notifications, and a process that outlives the window while a run is open. */
export const createDesktop = async (cockpit: App, outDirectory: string): Promise<Desktop> => {
  let situation: Situation = { openRuns: 0, progress: undefined, calls: [] }
  let waiting: OpenRequest | undefined
  let wasShown = false
  // Not the first of all windows: what is printed has a hidden one.
  let window: BrowserWindow | undefined

  const openIn = (contents: WebContents) => {
    if (waiting !== undefined) contents.send(CHANNELS.open, waiting)
    waiting = undefined
  }
  const show = async (asked?: OpenRequest) => {
    const what = await knownOf(asked)
    wasShown = true
    const isNew = !window
    // A release is in the address of a new window: the page never shows another one first.
    waiting = isNew && what && 'release' in what ? undefined : (what ?? waiting)
    if (isNew) return open(what && 'release' in what ? releaseRoute(what.release) : undefined)
    if (window!.isMinimized()) window!.restore()
    window!.focus()
    openIn(window!.webContents)
  }
  /** A link may lead to a release of another cockpit, or to none. */
  const knownOf = async (asked?: OpenRequest): Promise<OpenRequest | undefined> => {
    if (!asked || !('release' in asked)) return asked
    const releases = await cockpit.client.call('releases.list', {})
    if (releases.some(({ release }) => release === asked.release)) return asked
    await sayUnknown(asked.release, cockpit.ledgerFile)
    return undefined
  }
  const open = async (route?: string) => {
    const opened = await openWindow(outDirectory, route)
    recoverPage(opened, cockpit.log)
    guardClosing(opened)
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

  const attend = createAttention((release) => void show({ release }))
  bindIpc(presentedBy(cockpit.client, { canOpenFolderDialog: true }), openIn)
  installMenu(act, app.isPackaged)
  logPower(cockpit.log)
  app.on('window-all-closed', endIfDone)
  app.on('activate', () => void show())
  await watchReleases(cockpit.client, (states) => {
    situation = situationOf(states, Date.now())
    attend(situation)
    if (situation.openRuns === 0) setTimeout(endIfDone, LAST_WORDS_MS)
  })
  return { show }
}
