import { type BrowserWindow, dialog } from 'electron'
import type { Log } from '../app/index.ts'
import { afterCrash, type Crashes } from './crashes.ts'

const AGAIN = 0

/**
 * A page that crashed or hangs takes nothing with it: runs, timers and triggers are the owner's. It is loaded again, and folds what is on record. One that
 * crashes again and again is a question.
 */
export const recoverPage = (window: BrowserWindow, log: Log): void => {
  let crashes: Crashes = []
  let isAsking = false
  const { webContents } = window
  const ask = async (message: string, buttons: string[]) => {
    if (isAsking || window.isDestroyed()) return false
    isAsking = true
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      buttons,
      defaultId: 0,
      cancelId: 1,
      message,
      detail: 'Nothing is lost: what runs goes on, and the record does not depend on the window.',
    })
    isAsking = false
    return response === AGAIN && !window.isDestroyed()
  }
  const load = () => webContents.reload()
  webContents.on('render-process-gone', (_, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    log('error', 'the page crashed', { reason, exitCode })
    const next = afterCrash(crashes, Date.now())
    crashes = next.crashes
    if (next.reloads) return load()
    void ask('The window crashed several times within a minute.', ['Load it again', 'Leave it']).then((isWanted) => {
      crashes = []
      if (isWanted) load()
    })
  })
  window.on('unresponsive', () => {
    log('warn', 'the page does not answer')
    void ask('The window does not answer.', ['Load it again', 'Wait']).then((isWanted) => {
      if (isWanted) webContents.forcefullyCrashRenderer()
    })
  })
}
