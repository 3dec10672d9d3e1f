import path from 'node:path'
import { isBundleFile } from '../../shared/contract/bundle-file.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { isLink, readLink } from './deep-link.ts'

export type LaunchArguments = {
  folder: string | undefined
  ledgerFile: string | undefined
  release: ReleaseId | undefined
  /** A bundle to verify. */
  verify: string | undefined
  sample: boolean
}

/**
 * What the person asked for on the command line: a release folder, a bundle or a link to a release, `--db PATH`, `--sample`. Electron and Chromium add flags of their own, which are
 * passed over; unpackaged, the first two words are the program and the app.
 */
export const readArguments = (argv: string[], isPackaged: boolean, cwd: string): LaunchArguments => {
  const words = argv.slice(isPackaged ? 1 : 2)
  const database = words.indexOf('--db')
  const ledgerFile = database < 0 ? undefined : words[database + 1]
  const named = words.filter((word, index) => !word.startsWith('-') && (database < 0 || index !== database + 1))
  const bundle = named.find(isBundleFile)
  const folder = named.find((word) => !isLink(word) && !isBundleFile(word))
  const link = named.find(isLink)
  return {
    folder: folder === undefined ? undefined : path.resolve(cwd, folder),
    ledgerFile: ledgerFile === undefined ? undefined : path.resolve(cwd, ledgerFile),
    release: link === undefined ? undefined : readLink(link),
    verify: bundle === undefined ? undefined : path.resolve(cwd, bundle),
    sample: words.includes('--sample'),
  }
}
