/** Runs sandboxed before the page: text messages of the wire and four desktop functions, nothing else of Electron. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import {
  EXPOSED_AS,
  type ExposedCockpit,
  type MenuAction,
  type OpenRequest,
} from '../../shared/contract/desktop-bridge.ts'
import { CHANNELS } from './channels.ts'

const heard = <Value>(channel: string, listener: (value: Value) => void): (() => void) => {
  const forward = (_: IpcRendererEvent, value: Value) => listener(value)
  ipcRenderer.on(channel, forward)
  return () => ipcRenderer.off(channel, forward)
}

/** A request may arrive before the page has drawn anything that could open it: it waits for the first listener. */
const requests: { waiting?: OpenRequest; listener?: (what: OpenRequest) => void } = {}
heard<OpenRequest>(CHANNELS.open, (what) => {
  if (requests.listener) requests.listener(what)
  else requests.waiting = what
})
const onOpen = (listener: (what: OpenRequest) => void): (() => void) => {
  requests.listener = listener
  if (requests.waiting !== undefined) listener(requests.waiting)
  requests.waiting = undefined
  return () => {
    requests.listener = undefined
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
    chooseExportFile: (name) => ipcRenderer.invoke(CHANNELS.chooseExportFile, name),
    onOpen,
    onMenu: (listener) => heard<MenuAction>(CHANNELS.menu, listener),
  },
}

contextBridge.exposeInMainWorld(EXPOSED_AS, exposed)
