/** Packs the desktop app for three platforms around stand-ins for Electron's binaries: what goes in, what is said to the system, how the fuses are set. No installer is made, nothing is signed. */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { archived, FUSES, packedApps, wrongFuses } from '../../scripts/package/after-build.ts'
import { distFolder } from '../../scripts/package/dist-folder.ts'
import { whatMacMisses } from '../../scripts/package/mac-credentials.ts'
import { ensureBuilt } from '../support/built.ts'
import { electronDist, type Platform } from '../support/electron-dist.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const configuration = parse(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8'))

/** What needs a program or a system that is not here: editing an icon, signing. */
const HERE: Record<Platform, (dist: string) => string[]> = {
  linux: () => [],
  mac: (dist) => [
    `-c.mac.icon=${dist}/Electron.app/Contents/Resources/electron.icns`,
    '-c.electronFuses.resetAdHocDarwinSignature=false',
  ],
  win: () => ['-c.win.signAndEditExecutable=false'],
}

const NATIVES: Record<Platform, RegExp> = { linux: /^linux/, mac: /^darwin/, win: /^win32/ }

let folder: string
beforeAll(async () => {
  await ensureBuilt('client', 'main', 'preload')
  folder = mkdtempSync(path.join(os.tmpdir(), 'cockpit-package-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Packs as `npm run package` does; what it said and the one app it made. */
function pack(platform: Platform) {
  const dist = electronDist(path.join(folder, `electron-${platform}`), platform)
  const outDir = path.join(folder, platform)
  const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js')
  const options = [`-c.electronDist=${dist}`, `-c.directories.output=${outDir}`, ...HERE[platform](dist)]
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [builder, `--${platform}`, '--x64', '--dir', ...options],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  expect(status, stdout + stderr).toBe(0)
  const apps = packedApps(outDir, 'release-cockpit', 'Release Cockpit')
  expect(apps).toHaveLength(1)
  return { said: stdout, ...apps[0]! }
}

describe.each<Platform>(['linux', 'mac', 'win'])('the desktop app packed for %s', (platform) => {
  let packed: ReturnType<typeof pack>
  beforeAll(() => {
    packed = pack(platform)
  })
  const outside = (...names: string[]) => path.join(packed.resources, 'app.asar.unpacked', ...names)

  it('holds the built code, the libraries it needs and the resources, and no source or test', () => {
    const files = archived(path.join(packed.resources, 'app.asar'))
    const tops = new Set(files.map((file) => file.split('/')[1]))
    expect([...tops].toSorted()).toEqual(['node_modules', 'out', 'package.json'])
    for (const needed of [
      '/out/main/index.js',
      '/out/main/output-worker.js',
      '/out/main/search-worker.js',
      '/out/preload/index.cjs',
      '/out/renderer/index.html',
    ])
      expect(files).toContain(needed)
    expect(files.filter((file) => /node_modules\/(react|@mantine|electron|vite)\//.test(file))).toEqual([])
  })

  it('keeps what other programs must read outside the archive, native code of its own system among it', () => {
    expect(existsSync(outside('resources', 'samples', 'parcel-tracker', 'release.yaml'))).toBe(true)
    const natives = globSync('*.node', { cwd: outside('node_modules', 'better-sqlite3', 'prebuilds') })
    expect(natives.length).toBeGreaterThan(0)
    for (const name of natives) expect(name).toMatch(NATIVES[platform])
  })

  it('has every fuse set as configured, and the build has read them back itself', async () => {
    expect(packed.said).toContain(`read back: ${Object.keys(FUSES).length} fuses as configured`)
    expect(await wrongFuses(packed.executable, configuration.electronFuses)).toEqual([])
    expect(await wrongFuses(packed.executable, { ...configuration.electronFuses, runAsNode: true })).toEqual([
      'runAsNode',
    ])
  })

  it.runIf(platform === 'mac')(
    'tells macOS of its files, its links and the digest of its archive, and says what signing lacks',
    () => {
      const info = readFileSync(path.join(packed.executable, 'Contents', 'Info.plist'), 'utf8')
      expect(info).toMatch(/CFBundleTypeExtensions<\/key>\s*<array>\s*<string>cockpit-bundle</)
      expect(info).toMatch(/CFBundleURLSchemes<\/key>\s*<array>\s*<string>release-cockpit</)
      expect(info).toMatch(/ElectronAsarIntegrity<\/key>\s*<dict>\s*<key>Resources\/app\.asar</)
      expect(packed.said).toContain('not notarised: set APPLE_API_KEY')
    },
  )

  it.runIf(platform === 'win')('carries the digest of its archive in the program', () => {
    const program = readFileSync(packed.executable).toString('latin1')
    expect(program).toContain('"alg":"SHA256"')
  })
})

describe('the configuration of packages', () => {
  it('hardens what is signed for macOS, and gives it nothing but compiling', () => {
    const { hardenedRuntime, entitlements, entitlementsInherit, target } = configuration.mac
    expect({ hardenedRuntime, target }).toEqual({ hardenedRuntime: true, target: ['dmg', 'zip'] })
    expect(entitlementsInherit).toBe(entitlements)
    const given = [...readFileSync(path.join(root, entitlements), 'utf8').matchAll(/<key>(.*?)<\/key>/g)].map(
      ([, key]) => key,
    )
    expect(given).toEqual(['com.apple.security.cs.allow-jit'])
  })

  it('makes what each system installs', () => {
    expect(configuration.linux.target).toEqual(['AppImage', 'deb', 'tar.gz'])
    expect(configuration.win.target).toEqual(['nsis'])
    expect(configuration.fileAssociations).toMatchObject([{ ext: 'cockpit-bundle', role: 'Viewer' }])
  })

  it('says what signing and notarising for macOS lack, and nothing when all is there', () => {
    expect(whatMacMisses({})).toHaveLength(2)
    expect(whatMacMisses({ CSC_LINK: 'x', APPLE_ID: 'a' })).toEqual([expect.stringContaining('not notarised')])
    const all = { CSC_NAME: 'x', APPLE_API_KEY: 'k', APPLE_API_KEY_ID: 'i', APPLE_API_ISSUER: 's' }
    expect(whatMacMisses(all)).toEqual([])
  })

  it('packs around the Electron that is installed here, unless it is for another system or another was named', () => {
    const dist = electronDist(path.join(folder, 'installed'), 'linux')
    const env = { ELECTRON_OVERRIDE_DIST_PATH: dist }
    expect(distFolder(['--linux', 'dir'], env, 'linux')).toBe(dist)
    expect(distFolder([], env, 'linux')).toBe(dist)
    expect(distFolder(['--win'], env, 'linux')).toBeUndefined()
    expect(distFolder(['--linux', '-c.electronDist=/x'], env, 'linux')).toBeUndefined()
    expect(distFolder(['--linux'], { ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' }, 'linux')).toBeUndefined()
  })
})
