import path from 'node:path'

export type LaunchArguments = { folder: string | undefined; ledgerFile: string | undefined; sample: boolean }

/**
 * What the person asked for on the command line: a release folder, `--db PATH`, `--sample`. Electron and Chromium add flags of their own, which are
 * passed over; unpackaged, the first two words are the program and the app.
 */
export const readArguments = (argv: string[], isPackaged: boolean, cwd: string): LaunchArguments => {
  const words = argv.slice(isPackaged ? 1 : 2)
  const database = words.indexOf('--db')
  const ledgerFile = database < 0 ? undefined : words[database + 1]
  const folder = words.find((word, index) => !word.startsWith('-') && (database < 0 || index !== database + 1))
  return {
    folder: folder === undefined ? undefined : path.resolve(cwd, folder),
    ledgerFile: ledgerFile === undefined ? undefined : path.resolve(cwd, ledgerFile),
    sample: words.includes('--sample'),
  }
}
