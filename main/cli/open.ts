import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { isBundleFile } from '../../shared/contract/bundle-file.ts'
import { programFolder } from '../app/places.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { serveCommand } from './serve.ts'

/** The desktop binary, where it was installed; asking the package itself would start a download. */
function electronBinary(env: Record<string, string | undefined>): string | undefined {
  const name =
    { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform as string] ?? 'electron'
  const packaged = () => join(createRequire(import.meta.url).resolve('electron/package.json'), '..', 'dist')
  try {
    const file = join(env.ELECTRON_OVERRIDE_DIST_PATH ?? packaged(), name)
    return existsSync(file) ? file : undefined
  } catch {
    return undefined
  }
}

/** `cockpit open`: the desktop app on a release folder or a bundle, or for a folder the browser host where Electron cannot be had. */
export async function openCommand(folder: string, io: CliIo): Promise<number> {
  const binary = electronBinary(io.env)
  const built = join(programFolder, 'out', 'main', 'index.js')
  if (!binary || !existsSync(built)) {
    if (isBundleFile(folder))
      throw new CliFailure(EXIT.unusable, `The desktop app is not here: use "cockpit verify ${folder}".`)
    io.stdout('The desktop app is not here: opening the same cockpit in the browser.\n')
    return serveCommand({ folder, open: true }, io)
  }
  spawn(binary, [programFolder, resolve(io.cwd, folder)], { stdio: 'ignore', detached: true }).unref()
  return EXIT.ok
}
