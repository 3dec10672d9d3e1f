import os from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The user's data folder, by the platform's custom (XDG Base Directory on Linux). */
function dataFolder(env: Record<string, string | undefined>): string {
  const home = env.HOME ?? os.homedir()
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'release-cockpit')
  if (process.platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'release-cockpit')
  return join(env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'release-cockpit')
}

export const defaultLedgerFile = (env: Record<string, string | undefined>): string =>
  env.COCKPIT_DB ?? join(dataFolder(env), 'ledger.db')

/** The program's own folder: two above `main/app` in a clone, two above `out/main` in a build. */
export const programFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** Samples, schemas and templates that ship with the program; packaged, they lie beside the archive, where other programs can read them. */
export const resourcesFolder = join(programFolder.replace(/app\.asar$/, 'app.asar.unpacked'), 'resources')

/** The built window. */
export const rendererFolder = join(programFolder, 'out', 'renderer')
