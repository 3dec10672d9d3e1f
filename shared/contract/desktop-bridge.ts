/** What the desktop host puts on a page's `window` through its preload; absent in a browser. Nothing else of Electron reaches the page. */

/** A choice in the application menu that the page acts on. */
export type MenuAction = 'open-folder' | 'new-release' | 'open-sample' | 'command-palette' | 'toggle-theme'

export type DesktopBridge = {
  /** The system's folder dialog; undefined when the person cancelled. */
  chooseFolder(): Promise<string | undefined>
  /** The folder named on the command line or by a second start, as it comes; the returned function ends it. */
  onOpenFolder(listener: (folder: string) => void): () => void
  onMenu(listener: (action: MenuAction) => void): () => void
}

/** The preload's whole exposure: text messages of the wire, and the bridge. */
export type ExposedCockpit = {
  wire: { send(text: string): void; onMessage(listener: (text: string) => void): void }
  desktop: DesktopBridge
}

/** The name on `window`. */
export const EXPOSED_AS = 'cockpit'
