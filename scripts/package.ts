/** `npm run package -- --linux dir`: builds, and packs the desktop app with electron-builder, around the Electron that is installed here where there is one. */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { build, TARGETS } from './build.ts'
import { distFolder } from './package/dist-folder.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const USAGE = `Usage: npm run package -- [--linux|--mac|--win] [TARGET…] [options of electron-builder]

  npm run package -- --linux                 AppImage, deb and tar.gz, into dist/
  npm run package -- --linux dir             the unpacked app alone
  npm run package -- --mac                   dmg and zip; signs and notarises with what CSC_… and APPLE_… in the environment give
  npm run package -- --win                   an installer
  … -c.electronDist=FOLDER                   around an unpacked Electron of the pinned version (also: ELECTRON_OVERRIDE_DIST_PATH)
  … -c.directories.output=FOLDER             elsewhere than dist/`

/** How a download that was refused or never found its way reads. */
const NO_DOWNLOAD = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|HTTPError/

const ADVICE = `
Something electron-builder downloads cannot be had here: Electron itself, or what it makes installers with (AppImage, deb, nsis).
Give an unpacked Electron of the pinned version with -c.electronDist=FOLDER, or set ELECTRON_MIRROR.
With an Electron at hand "--linux dir" needs no download at all.
`

type Said = { lacksDownload: boolean }

/** Passes a stream on line by line, without stack traces: what they say stands in the line before them. */
function passOn(from: Readable, to: Writable, said: Said): void {
  createInterface({ input: from }).on('line', (line) => {
    if (NO_DOWNLOAD.test(line)) said.lacksDownload = true
    if (!/^ {4}at /.test(line)) to.write(`${line.replace(/ stackTrace=.*$/, '')}\n`)
  })
}

const pack = (args: string[]): Promise<Said & { code: number }> =>
  new Promise((resolve) => {
    const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js')
    const child = spawn(process.execPath, [builder, ...args], { cwd: root, stdio: ['inherit', 'pipe', 'pipe'] })
    const said: Said = { lacksDownload: false }
    passOn(child.stdout, process.stdout, said)
    passOn(child.stderr, process.stderr, said)
    child.once('close', (code) => resolve({ ...said, code: code ?? 1 }))
  })

const run = async (): Promise<number> => {
  const args = process.argv.slice(2)
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${USAGE}\n`)
    return 0
  }
  await build(TARGETS)
  const dist = distFolder(args, process.env)
  const { code, lacksDownload } = await pack([...args, ...(dist ? [`-c.electronDist=${path.resolve(dist)}`] : [])])
  if (code !== 0 && lacksDownload) process.stderr.write(ADVICE)
  return code
}

process.exitCode = await run()
