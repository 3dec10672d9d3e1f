/** The desktop host: one instance, one window, one cockpit. */
import '../app/lean-memory.ts'
import path from 'node:path'
import { app, dialog, safeStorage, session } from 'electron'
import type { OpenRequest } from '../../shared/contract/desktop-bridge.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { type App, createApp } from '../app/index.ts'
import { rendererFolder } from '../app/places.ts'
import { declareAppScheme, serveAppScheme } from './app-protocol.ts'
import { type LaunchArguments, readArguments } from './arguments.ts'
import { LINK_SCHEME } from './channels.ts'
import { readLink } from './deep-link.ts'
import { createDesktop, type Desktop } from './desktop.ts'
import { createKeychain } from './keychain.ts'
import { lockDownContents, lockDownSession } from './lock-down.ts'
import { pdfPrinter } from './pdf-printer.ts'
import { showNotice } from './show-notice.ts'

const start = async ({ folder, ledgerFile, release, sample }: LaunchArguments): Promise<Desktop> => {
  await app.whenReady()
  lockDownSession(session.defaultSession)
  serveAppScheme(rendererFolder)
  const cockpit = await createApp({
    host: 'desktop',
    env: process.env,
    pdf: pdfPrinter,
    desktop: showNotice,
    keychain: (file) => createKeychain(`${file}.keychain`, safeStorage),
    ...(ledgerFile ? { ledgerFile } : {}),
  })
  closeWithApp(cockpit)
  const opened = sample ? await cockpit.client.call('sample.open', {}) : undefined
  const desktop = await createDesktop(cockpit, path.dirname(rendererFolder))
  await desktop.show(requestOf(folder, opened?.release ?? release))
  return desktop
}

const requestOf = (folder?: string, release?: ReleaseId): OpenRequest | undefined => {
  if (folder !== undefined) return { folder }
  return release === undefined ? undefined : { release }
}

/** The ledger is closed before the process ends. */
const closeWithApp = (cockpit: App): void => {
  let closed = false
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void cockpit.close().finally(() => {
      closed = true
      app.quit()
    })
  })
}

const fail = (error: unknown): void => {
  const sentence = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${sentence}\n`)
  dialog.showErrorBox('The cockpit cannot start', sentence)
  app.exit(2)
}

const read = (argv: string[], cwd: string) => readArguments(argv, app.isPackaged, cwd)

if (app.requestSingleInstanceLock()) {
  declareAppScheme()
  lockDownContents()
  const desktop = start(read(process.argv, process.cwd()))
  desktop.catch(fail)
  app.on('second-instance', (_, argv, cwd) => {
    void desktop.then(({ show }) => {
      const { folder, release } = read(argv, cwd)
      return show(requestOf(folder, release))
    })
  })
  // macOS hands a link over as an event, also to the start it caused.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    void desktop.then(({ show }) => show(requestOf(undefined, readLink(url))))
  })
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
} else {
  app.quit()
}
