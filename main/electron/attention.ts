import { BrowserWindow, Notification, powerSaveBlocker } from 'electron'
import type { Situation } from './situation.ts'

/** Shows a situation on the desktop: progress on the icon, the machine kept awake during a run, one notification per call. */
export const createAttention = (onClick: () => void): ((situation: Situation) => void) => {
  let blocker: number | undefined
  let called = new Set<string>()
  return ({ openRuns, progress, calls }) => {
    for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(progress ?? -1)
    if (openRuns > 0) blocker ??= powerSaveBlocker.start('prevent-display-sleep')
    else if (blocker !== undefined) {
      powerSaveBlocker.stop(blocker)
      blocker = undefined
    }
    for (const { key, title, body } of calls) {
      if (!called.has(key) && Notification.isSupported()) notify(title, body, onClick)
    }
    called = new Set(calls.map(({ key }) => key))
  }
}

const notify = (title: string, body: string, onClick: () => void): void => {
  const notification = new Notification({ title, body, urgency: 'critical' })
  notification.on('click', onClick)
  notification.show()
}
