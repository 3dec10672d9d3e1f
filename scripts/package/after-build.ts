/** Called by electron-builder when everything is built (`afterAllArtifactBuild`): what was packed is looked at, not believed. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import type { BuildResult } from 'electron-builder'
import { whatMacMisses } from './mac-credentials.ts'

/** The names of electron-builder's options by the fuse they set. */
export const FUSES = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
} as const

type Wanted = Partial<Record<keyof typeof FUSES, boolean | null>>

/** How they stand in a binary: the characters 0 and 1. */
const OFF = 48
const ON = 49

/** Fuses of a packed executable that are not as the configuration says, by name. Throws when there is no fuse wire in it. */
export async function wrongFuses(executable: string, wanted: Wanted): Promise<string[]> {
  const wire: Partial<Record<FuseV1Options, number>> = await getCurrentFuseWire(executable)
  const names = Object.keys(FUSES) as (keyof typeof FUSES)[]
  return names.filter((name) => wire[FUSES[name]] !== (wanted[name] ? ON : OFF))
}

type Packed = { executable: string; resources: string }

/** What was packed, of every platform that was asked for; installers are made from these folders. */
export function packedApps(outDir: string, name: string, productName: string): Packed[] {
  const folders = globSync(['*-unpacked', 'mac*/*.app'], { cwd: outDir }).map((each) => join(outDir, each))
  return folders.map((folder) => {
    if (folder.endsWith('.app')) return { executable: folder, resources: join(folder, 'Contents', 'Resources') }
    const isWindows = /win(?:-\w+)?-unpacked$/.test(folder)
    return { executable: join(folder, isWindows ? `${productName}.exe` : name), resources: join(folder, 'resources') }
  })
}

type Entry = { files?: Record<string, Entry>; unpacked?: boolean }

/** What lies in an asar archive, whose header is JSON after 16 bytes of lengths (https://github.com/electron/asar#format). */
export function archived(file: string): string[] {
  const archive = readFileSync(file)
  const paths = ({ files, unpacked }: Entry, at: string): string[] => {
    if (files) return Object.entries(files).flatMap(([name, each]) => paths(each, `${at}/${name}`))
    return unpacked ? [] : [at]
  }
  return paths(JSON.parse(archive.toString('utf8', 16, 16 + archive.readUInt32LE(12))), '')
}

/** Native code cannot be loaded out of an archive, and outside it is signed with the app. */
function misplaced({ resources }: Packed): string[] {
  const outside = globSync('app.asar.unpacked/**/*.node', { cwd: resources })
  const inside = archived(join(resources, 'app.asar')).filter((file) => file.endsWith('.node'))
  return [
    ...(outside.length === 0 ? ['no native module lies outside the archive'] : []),
    ...inside.map((file) => `${file} lies inside the archive`),
  ]
}

const say = (line: string) => void process.stdout.write(`  • ${line}\n`)

export async function afterAllArtifactBuild({
  outDir,
  configuration,
  platformToTargets,
}: BuildResult): Promise<string[]> {
  const { linux, productName = '', electronFuses = {} } = configuration
  const packed = packedApps(outDir, linux?.executableName ?? '', productName ?? '')
  if (packed.length === 0) throw new Error(`Nothing was packed into ${outDir}.`)
  for (const each of packed) {
    const wrong = [
      ...(await wrongFuses(each.executable, electronFuses as Wanted)).map(
        (name) => `the fuse ${name} is not set as configured`,
      ),
      ...misplaced(each),
    ]
    if (wrong.length > 0) throw new Error(`${each.executable}: ${wrong.join('; ')}.`)
    say(
      `read back: ${Object.keys(FUSES).length} fuses as configured, native module outside the archive  ${each.executable}`,
    )
  }
  if ([...platformToTargets.keys()].some(({ name }) => name === 'mac'))
    for (const line of whatMacMisses(process.env)) say(line)
  return []
}
