/** Electron's security checklist, for everything that could ever load a page (https://www.electronjs.org/docs/latest/tutorial/security). */
import { app, type Session } from 'electron'
import { isOwnUrl } from './own-frame.ts'

/** Before `ready`: every page and every session there will ever be. */
export const lockDownContents = (): void => {
  app.enableSandbox()
  app.on('session-created', lockDownSession)
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-navigate', (event) => {
      if (!isOwnUrl(event.url)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** No page gets camera, notifications, devices, clipboard reading or anything else; copying is the page's own. */
export const lockDownSession = (target: Session): void => {
  const allowed = new Set(['clipboard-sanitized-write'])
  target.setPermissionRequestHandler((_, permission, decide) => decide(allowed.has(permission)))
  target.setPermissionCheckHandler((_, permission) => allowed.has(permission))
  target.setDevicePermissionHandler(() => false)
  target.on('will-download', (event) => event.preventDefault())
}
