import { Notification } from 'electron'

/** Shows a notice on this desktop; false where it shows none. */
export const showNotice = (title: string, body: string): boolean => {
  if (!Notification.isSupported()) return false
  new Notification({ title, body }).show()
  return true
}
