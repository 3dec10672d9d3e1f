import { type BrowserWindow, dialog } from 'electron'

const CLOSE = 0

/** Says what closing means while something runs; true when the person still wants it. */
export const confirmClose = async (window: BrowserWindow, isGuard: boolean): Promise<boolean> => {
  const { response } = await dialog.showMessageBox(window, {
    type: 'info',
    buttons: ['Close the window', 'Keep it open'],
    defaultId: 1,
    cancelId: 1,
    message: 'A run is in progress, and it goes on.',
    detail: isGuard
      ? 'Its commands keep running. The cockpit stays in the background to guard the run and ends after it. Open the cockpit again to come back.'
      : 'Its commands keep running, guarded by another cockpit on this machine. Open the cockpit again to come back.',
  })
  return response === CLOSE
}
