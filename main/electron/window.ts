import path from 'node:path'
import { app, BrowserWindow, type BrowserWindowConstructorOptions, screen } from 'electron'
import { APP_URL } from './channels.ts'
import { keepPlace, placeOf, readPlace, SMALLEST, type WindowPlace } from './window-place.ts'

/** The surface of the deck, so that nothing flashes before the page is there. */
const BACKGROUND = '#080A0C'

export const windowOptions = (outDirectory: string, place?: WindowPlace): BrowserWindowConstructorOptions => ({
  width: 1440,
  height: 900,
  ...place?.bounds,
  minWidth: SMALLEST.width,
  minHeight: SMALLEST.height,
  fullscreen: place?.isFullScreen ?? false,
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

/** Opens where the last one was closed. `route` is a place inside the window, as `releaseRoute` makes it. */
export const openWindow = async (outDirectory: string, route = ''): Promise<BrowserWindow> => {
  const file = path.join(app.getPath('userData'), 'window.json')
  const displays = screen.getAllDisplays().map(({ workArea }) => workArea)
  const place = readPlace(file, displays)
  const window = new BrowserWindow(windowOptions(outDirectory, place))
  window.once('ready-to-show', () => {
    if (place?.isMaximized) window.maximize()
    window.show()
  })
  window.on('close', () => keepPlace(file, placeOf(window)))
  await window.loadURL(route ? `${APP_URL}#${route}` : APP_URL)
  return window
}
