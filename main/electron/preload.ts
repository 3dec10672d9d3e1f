/** Runs sandboxed before the page: text messages of the wire and four desktop functions, nothing else of Electron. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import { EXPOSED_AS, type ExposedCockpit, type MenuAction } from '../../shared/contract/desktop-bridge.ts'
import { CHANNELS } from './channels.ts'

const heard = <Value>(channel: string, listener: (value: Value) => void): (() => void) => {
  const forward = (_: IpcRendererEvent, value: Value) => listener(value)
  ipcRenderer.on(channel, forward)
  return () => ipcRenderer.off(channel, forward)
}

/** A folder may arrive before the page has drawn anything that could open it: it waits for the first listener. */
const folders: { waiting?: string; listener?: (folder: string) => void } = {}
heard<string>(CHANNELS.openFolder, (folder) => {
  if (folders.listener) folders.listener(folder)
  else folders.waiting = folder
})
const onOpenFolder = (listener: (folder: string) => void): (() => void) => {
  folders.listener = listener
  if (folders.waiting !== undefined) listener(folders.waiting)
  folders.waiting = undefined
  return () => {
    folders.listener = undefined
  }
}

const exposed: ExposedCockpit = {
  wire: {
    send: (text) => ipcRenderer.send(CHANNELS.message, text),
    onMessage: (listener) => {
      heard<string>(CHANNELS.message, listener)
      ipcRenderer.send(CHANNELS.connect)
    },
  },
  desktop: {
    chooseFolder: () => ipcRenderer.invoke(CHANNELS.chooseFolder),
    onOpenFolder,
    onMenu: (listener) => heard<MenuAction>(CHANNELS.menu, listener),
  },
}

contextBridge.exposeInMainWorld(EXPOSED_AS, exposed)
