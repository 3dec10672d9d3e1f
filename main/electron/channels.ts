/** Names of the messages between the preload and main; both sides are built from this file. */
export const CHANNELS = {
  /** A page has loaded: what was served to its predecessor ends. */
  connect: 'cockpit:connect',
  /** One text of the wire, either way. */
  message: 'cockpit:message',
  chooseFolder: 'cockpit:choose-folder',
  chooseExportFile: 'cockpit:choose-export-file',
  open: 'cockpit:open',
  menu: 'cockpit:menu',
} as const

/** Where the window lives: `app://cockpit/`. */
export const APP_SCHEME = 'app'
export const APP_HOST = 'cockpit'
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/`

/** Of links into the cockpit from mails and chats: `release-cockpit://releases/ID`. */
export const LINK_SCHEME = 'release-cockpit'
