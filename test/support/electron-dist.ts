/** Stand-ins for the unpacked Electron of three platforms: as much of each as electron-builder edits. None of them runs. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/** The mark by which fuses are found in Electron's binary, version 1, eight fuses, all the wrong way round (@electron/fuses). */
const FUSE_WIRE = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x0810110001'

const put = (file: string, content: string | Uint8Array, mode = 0o644) => {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, content)
  chmodSync(file, mode)
}

const executable = (file: string, before: Uint8Array = Buffer.from('stand-in ')) =>
  put(file, Buffer.concat([before, Buffer.from(FUSE_WIRE, 'latin1')]), 0o755)

const plist = (name: string) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>CFBundleName</key><string>${name}</string>
<key>CFBundleExecutable</key><string>${name}</string>
<key>CFBundleIconFile</key><string>electron.icns</string>
<key>CFBundleIdentifier</key><string>com.github.${name.replaceAll(' ', '')}</string>
<key>CFBundleVersion</key><string>45.4.1</string>
</dict></plist>
`

function macApp(folder: string): void {
  const contents = path.join(folder, 'Electron.app', 'Contents')
  const at = (...names: string[]) => path.join(contents, ...names)
  put(at('Info.plist'), plist('Electron'))
  put(at('MacOS', 'Electron'), 'stand-in', 0o755)
  put(at('Resources', 'electron.icns'), 'icns')
  executable(at('Frameworks', 'Electron Framework.framework', 'Electron Framework'))
  for (const helper of [
    'Electron Helper',
    'Electron Helper (Renderer)',
    'Electron Helper (Plugin)',
    'Electron Helper (GPU)',
  ]) {
    put(at('Frameworks', `${helper}.app`, 'Contents', 'Info.plist'), plist(helper))
    put(at('Frameworks', `${helper}.app`, 'Contents', 'MacOS', helper), 'stand-in', 0o755)
  }
}

type Resedit = {
  NtExecutable: { createEmpty(is32Bit: boolean, isDll: boolean): { generate(): ArrayBuffer } }
  NtExecutableResource: {
    from(
      executable: object,
      ignoresCertificate: boolean,
    ): { entries: unknown[]; outputResource(executable: object): void }
  }
  Resource: { VersionInfo: { createEmpty(): VersionInfo } }
}
type VersionInfo = {
  lang: number
  setStringValues(language: { lang: number; codepage: number }, values: Record<string, string>): void
  outputToResourceEntries(entries: unknown[]): void
}

/** A real, empty executable with what Electron's has to say about itself. */
function windowsProgram(): Buffer {
  const builder = createRequire(import.meta.url).resolve('app-builder-lib')
  const { NtExecutable, NtExecutableResource, Resource } = createRequire(builder)('resedit') as Resedit
  const program = NtExecutable.createEmpty(false, false)
  const resource = NtExecutableResource.from(program, true)
  const info = Resource.VersionInfo.createEmpty()
  info.lang = 1033
  info.setStringValues({ lang: 1033, codepage: 1200 }, { ProductName: 'Electron', FileVersion: '45.4.1' })
  info.outputToResourceEntries(resource.entries)
  resource.outputResource(program)
  return Buffer.from(program.generate())
}

export type Platform = 'linux' | 'mac' | 'win'

/** Fills a folder; give it as `-c.electronDist`. */
export function electronDist(folder: string, platform: Platform): string {
  mkdirSync(folder, { recursive: true })
  if (platform === 'mac') macApp(folder)
  else if (platform === 'win') executable(path.join(folder, 'electron.exe'), windowsProgram())
  else executable(path.join(folder, 'electron'))
  put(path.join(folder, 'version'), 'v45.4.1')
  return folder
}
