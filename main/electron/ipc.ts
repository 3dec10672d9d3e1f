import { BrowserWindow, dialog, type IpcMainEvent, ipcMain, type WebContents } from 'electron'
import type { Channel } from '../../shared/contract/channel.ts'
import type { CockpitClient } from '../../shared/contract/client.ts'
import { exportName } from '../../shared/contract/methods.ts'
import { serve } from '../../shared/contract/serve.ts'
import { encodeReply } from '../../shared/contract/wire.ts'
import { schedule } from '../app/schedule.ts'
import { CHANNELS } from './channels.ts'
import { chooseExportFile, withExportPlaces } from './export-places.ts'
import { isOwnFrame } from './own-frame.ts'

const MAX_MESSAGE_CHARACTERS = 256 * 1024

const NO_MESSAGE = { code: 'bad-message', message: 'This is not a cockpit request: a text of at most 256 KiB.' }

const isMessage = (text: unknown): text is string => typeof text === 'string' && text.length <= MAX_MESSAGE_CHARACTERS

type ServedPage = { take(text: string): void; end(reason: string): void }

/** Serves the contract to every window of ours; messages from anything else are dropped. `onPage` hears of each freshly loaded page. */
export const bindIpc = (cockpit: CockpitClient, onPage: (contents: WebContents) => void): void => {
  const client = withExportPlaces(cockpit)
  const pages = new Map<number, ServedPage>()
  const connect = ({ sender }: IpcMainEvent) => {
    pages.get(sender.id)?.end('The page was loaded again.')
    const { id } = sender
    pages.set(id, servePage(client, sender))
    sender.once('destroyed', () => {
      pages.get(id)?.end('The window was closed.')
      pages.delete(id)
    })
    onPage(sender)
  }
  ipcMain.on(CHANNELS.connect, (event) => {
    if (isOwnFrame(event)) connect(event)
  })
  ipcMain.on(CHANNELS.message, (event, text: unknown) => {
    if (!isOwnFrame(event)) return
    if (isMessage(text)) pages.get(event.sender.id)?.take(text)
    else event.sender.send(CHANNELS.message, encodeReply({ error: NO_MESSAGE }))
  })
  ipcMain.handle(CHANNELS.chooseFolder, async (event): Promise<string | undefined> => {
    if (!isOwnFrame(event)) throw new Error('Only the cockpit’s own window may open the folder dialog.')
    const window = BrowserWindow.fromWebContents(event.sender)
    const options = { title: 'Open a release folder', properties: ['openDirectory' as const] }
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, options)
      : dialog.showOpenDialog(options))
    return canceled ? undefined : filePaths[0]
  })
  ipcMain.handle(CHANNELS.chooseExportFile, async (event, name: unknown): Promise<string | undefined> => {
    if (!isOwnFrame(event)) throw new Error('Only the cockpit’s own window may open the save dialog.')
    const wanted = exportName.safeParse(name)
    if (!wanted.success)
      throw new Error('This is no name for an export: a plain file name with the ending of its format.')
    return chooseExportFile(event.sender, wanted.data)
  })
}

const servePage = (client: CockpitClient, contents: WebContents): ServedPage => {
  let take = (_: string) => {}
  let ended: ((reason: string) => void) | undefined
  const end = (reason: string) => {
    ended?.(reason)
    ended = undefined
  }
  const channel: Channel = {
    send: (text) => {
      if (!contents.isDestroyed()) contents.send(CHANNELS.message, text)
    },
    onMessage: (listener) => {
      take = listener
    },
    onClose: (listener) => {
      ended = listener
    },
    close: (reason = '') => end(reason),
    pendingBytes: () => 0,
  }
  serve(client, channel, 'window', schedule)
  return { take: (text) => take(text), end }
}
