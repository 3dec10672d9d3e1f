import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type Page } from 'playwright-core'
import { installedElectron, whyNoDesktop } from '../../scripts/start/electron-binary.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The real Electron, where it is installed and a window can open; elsewhere journeys run on the stand-in alone. */
export const realElectron = (env: NodeJS.ProcessEnv = process.env): string | undefined =>
  whyNoDesktop(env) ? undefined : installedElectron(env)

/** Starts the compiled desktop app on the real Electron, with a ledger and a profile of its own. */
export const launchRealDesktop = async (folder: string): Promise<{ page: Page; close(): Promise<void> }> => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'cockpit-real-'))
  const ledger = path.join(home, 'ledger.db')
  const args = [root, `--user-data-dir=${path.join(home, 'profile')}`, '--db', ledger, folder]
  const app = await _electron.launch({ executablePath: realElectron()!, args })
  return {
    page: await app.firstWindow(),
    async close() {
      await app.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
