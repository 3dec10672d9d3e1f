import path from 'node:path'
import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron'
import { APP_URL } from './channels.ts'

/** The surface of the deck, so that nothing flashes before the page is there. */
const BACKGROUND = '#080A0C'

export const windowOptions = (outDirectory: string): BrowserWindowConstructorOptions => ({
  width: 1440,
  height: 900,
  minWidth: 1024,
  minHeight: 640,
  show: false,
  title: 'Release Cockpit',
  backgroundColor: BACKGROUND,
  icon: path.join(outDirectory, 'renderer', 'icon.png'),
  webPreferences: {
    preload: path.join(outDirectory, 'preload', 'index.cjs'),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  },
})

/** `route` is a place inside the window, as `releaseRoute` makes it. */
export const openWindow = async (outDirectory: string, route = ''): Promise<BrowserWindow> => {
  const window = new BrowserWindow(windowOptions(outDirectory))
  window.once('ready-to-show', () => window.show())
  await window.loadURL(route ? `${APP_URL}#${route}` : APP_URL)
  return window
}
