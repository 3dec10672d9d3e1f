/** What the desktop host puts on a page's `window` through its preload; absent in a browser. Nothing else of Electron reaches the page. */
import type { ReleaseId } from '../ids.ts'

/** A choice in the application menu that the page acts on. */
export type MenuAction =
  | 'open-folder'
  | 'new-release'
  | 'open-sample'
  | 'command-palette'
  | 'shortcuts'
  | 'machine'
  | 'toggle-theme'

/** What the page is asked to show: named on the command line, by a second start, a file, a link or a notification. A file is verified, and nothing else. */
export type OpenRequest = { folder: string } | { release: ReleaseId } | { verify: string }

export type DesktopBridge = {
  /** The system's folder dialog; undefined when the person cancelled. */
  chooseFolder(): Promise<string | undefined>
  /** The system's dialog for where to write an export; undefined when the person cancelled. What it answers stands for the file in `ledger.export`. */
  chooseExportFile(name: string): Promise<string | undefined>
  /** Each request as it comes; one that came before the page could hear it waits for the first listener. The returned function ends it. */
  onOpen(listener: (what: OpenRequest) => void): () => void
  onMenu(listener: (action: MenuAction) => void): () => void
}

/** The preload's whole exposure: text messages of the wire, and the bridge. */
export type ExposedCockpit = {
  wire: { send(text: string): void; onMessage(listener: (text: string) => void): void }
  desktop: DesktopBridge
}

/** The name on `window`. */
export const EXPOSED_AS = 'cockpit'
