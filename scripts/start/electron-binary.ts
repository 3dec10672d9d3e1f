import { spawn } from 'node:child_process'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const DOWNLOAD_MS = 90_000
/** After a failed download the next starts do not wait for another one. */
const TRY_AGAIN_MS = 24 * 3600_000

type Env = Record<string, string | undefined>

const packageFolder = (): string => path.dirname(createRequire(import.meta.url).resolve('electron/package.json'))

/** The executable that is already here, or undefined. (`require('electron')` would start a download of its own.) */
export const installedElectron = (env: Env): string | undefined => {
  const names: Partial<Record<NodeJS.Platform, string>> = {
    darwin: 'Electron.app/Contents/MacOS/Electron',
    win32: 'electron.exe',
  }
  const file = path.join(
    env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(packageFolder(), 'dist'),
    names[process.platform] ?? 'electron',
  )
  return existsSync(file) ? file : undefined
}

/** Why the desktop app cannot open on this machine, whatever is installed. */
export const whyNoDesktop = (env: Env): string | undefined => {
  if (process.platform !== 'linux') return undefined
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'There is no display here'
  return process.getuid?.() === 0 ? 'Electron does not run its sandbox as root' : undefined
}

/** The installed executable, else one attempt to download it, which ends by itself. */
export const obtainElectron = async (env: Env, say: (line: string) => void): Promise<string | undefined> => {
  const installed = installedElectron(env)
  if (installed || env.ELECTRON_OVERRIDE_DIST_PATH || env.ELECTRON_SKIP_BINARY_DOWNLOAD) return installed
  const marker = path.join(packageFolder(), '.download-failed')
  const triedMs = statSync(marker, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (Date.now() - triedMs < TRY_AGAIN_MS) return undefined
  say('Downloading Electron, once…')
  if (!(await download(env)))
    writeFileSync(marker, 'The last attempt to download Electron failed; delete this file to try again now.\n')
  return installedElectron(env)
}

const download = (env: Env): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(packageFolder(), 'install.js')], { env, stdio: 'ignore' })
    const timer = setTimeout(() => child.kill('SIGKILL'), DOWNLOAD_MS)
    child.once('error', () => resolve(false))
    child.once('exit', (code) => {
      clearTimeout(timer)
      resolve(code === 0)
    })
  })
