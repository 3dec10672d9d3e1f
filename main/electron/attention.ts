import { app, BrowserWindow, Notification, powerSaveBlocker } from 'electron'
import type { Call } from '../../shared/domain/calls.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import type { Situation } from './situation.ts'

const REMIND_AFTER_MS = 5 * 60_000

/**
 * Shows a situation on the desktop: progress and the number of calls on the icon, the machine kept awake during a run, one notification per call, which a
 * person may have repeated while the call stands. `onShow` hears which release it is about.
 */
export const createAttention = (onShow: (release: ReleaseId) => void): ((situation: Situation) => void) => {
  let blocker: number | undefined
  let standing = new Set<string>()
  const notify = (call: Call) => {
    const { key, release, title, body } = call
    const notification = new Notification({
      title,
      body,
      urgency: 'critical',
      // macOS and Windows show them; elsewhere a click is what there is.
      actions: [
        { type: 'button', text: 'Show' },
        { type: 'button', text: 'Remind me in 5 min' },
      ],
    })
    const remind = () =>
      setTimeout(() => {
        if (standing.has(key)) notify(call)
      }, REMIND_AFTER_MS).unref()
    notification.on('click', () => onShow(release))
    notification.on('action', ({ actionIndex }) => (actionIndex === 0 ? onShow(release) : remind()))
    notification.show()
  }
  return ({ openRuns, progress, calls }) => {
    for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(progress ?? -1)
    if (openRuns > 0) blocker ??= powerSaveBlocker.start('prevent-display-sleep')
    else if (blocker !== undefined) {
      powerSaveBlocker.stop(blocker)
      blocker = undefined
    }
    const fresh = calls.filter(({ key }) => !standing.has(key))
    standing = new Set(calls.map(({ key }) => key))
    app.setBadgeCount(calls.length)
    if (Notification.isSupported()) for (const call of fresh) notify(call)
  }
}
