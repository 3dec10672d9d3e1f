/** The desktop host: one instance, one window, one cockpit. */
import '../app/lean-memory.ts'
import path from 'node:path'
import { app, dialog, safeStorage, session } from 'electron'
import { isBundleFile } from '../../shared/contract/bundle-file.ts'
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

const start = async ({ folder, ledgerFile, release, verify, sample }: LaunchArguments): Promise<Desktop> => {
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
  await desktop.show(requestOf({ folder, verify, release: opened?.release ?? release }))
  return desktop
}

type Asked = { [What in 'folder' | 'verify']?: string | undefined } & { release?: ReleaseId | undefined }

const requestOf = ({ folder, verify, release }: Asked): OpenRequest | undefined => {
  if (folder !== undefined) return { folder }
  if (verify !== undefined) return { verify }
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
      return show(requestOf(read(argv, cwd)))
    })
  })
  // macOS hands a link over as an event, also to the start it caused.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    void desktop.then(({ show }) => show(requestOf({ release: readLink(url) })))
  })
  // And so a file that was opened with it; whatever else it may be told to open is shown nothing of.
  app.on('open-file', (event, file) => {
    event.preventDefault()
    void desktop.then(({ show }) => show(requestOf({ verify: isBundleFile(file) ? file : undefined })))
  })
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
} else {
  app.quit()
}
