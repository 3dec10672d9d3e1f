import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { MenuAction } from '../../shared/contract/desktop-bridge.ts'

/** The application menu. Reloading and zooming are for projectors; the inspector only exists in a clone. */
export const menuTemplate = (act: (action: MenuAction) => void, isPackaged: boolean): MenuItemConstructorOptions[] => [
  ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
  {
    label: 'File',
    submenu: [
      { label: 'Open release folder…', accelerator: 'CmdOrCtrl+O', click: () => act('open-folder') },
      { label: 'New release…', click: () => act('new-release') },
      { label: 'Open the sample', click: () => act('open-sample') },
      { type: 'separator' },
      { role: process.platform === 'darwin' ? 'close' : 'quit' },
    ],
  },
  { role: 'editMenu' },
  {
    label: 'View',
    submenu: [
      { label: 'Command palette…', accelerator: 'CmdOrCtrl+K', click: () => act('command-palette') },
      { label: 'Dark or light', click: () => act('toggle-theme') },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
      { type: 'separator' },
      { role: 'reload' },
      ...(isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
    ],
  },
  { role: 'windowMenu' },
  {
    role: 'help',
    submenu: [
      { label: 'Keys', click: () => act('shortcuts') },
      { label: 'What this machine has', click: () => act('machine') },
      ...(process.platform === 'darwin' ? [] : [{ type: 'separator' as const }, { role: 'about' as const }]),
    ],
  },
]

export const installMenu = (act: (action: MenuAction) => void, isPackaged: boolean): void =>
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(act, isPackaged)))
