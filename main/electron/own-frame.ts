import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron'
import { APP_HOST, APP_SCHEME } from './channels.ts'

export const isOwnUrl = (url: string): boolean => {
  const parsed = URL.parse(url)
  return parsed?.protocol === `${APP_SCHEME}:` && parsed.host === APP_HOST
}

/** Only the main frame of our own page may speak: not a frame inside it, not a page that got loaded instead. */
export const isOwnFrame = ({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean =>
  senderFrame !== null && senderFrame === sender.mainFrame && isOwnUrl(senderFrame.url)
