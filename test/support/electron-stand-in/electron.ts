/**
 * A stand-in for the `electron` module on a real Chromium: the window is a page, `app://` a route, the preload an init script, IPC a binding.
 * Not faithful: context isolation, the sandbox, native menus and dialogs (answered by the test), fuses.
 */
export { app } from './app.ts'
export { BrowserWindow } from './browser-window.ts'
export { dialog, Menu, Notification, powerMonitor, powerSaveBlocker, screen } from './desktop-parts.ts'
export { ipcMain } from './ipc-main.ts'
export { safeStorage } from './safe-storage.ts'
export { protocol, session } from './session.ts'
