/** Packs the desktop app around a stand-in for Electron's binary: what goes in, and how its fuses are set. No installer is made. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../support/built.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The mark by which fuses are found in Electron's binary, version 1, eight fuses, all the wrong way round (@electron/fuses). */
const FUSE_WIRE = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x0810110001'

/** As they stand in the binary: the characters 0 and 1. */
const OFF = 48
const ON = 49

type Entry = { files?: Record<string, Entry> }

/** The paths in an asar archive, whose header is JSON after 16 bytes of lengths (https://github.com/electron/asar#format). */
const listArchive = (file: string): string[] => {
  const archive = readFileSync(file)
  const paths = (entry: Entry, at: string): string[] =>
    entry.files ? Object.entries(entry.files).flatMap(([name, each]) => paths(each, `${at}/${name}`)) : [at]
  return paths(JSON.parse(archive.toString('utf8', 16, 16 + archive.readUInt32LE(12))), '')
}

let folder: string
let packed: string
beforeAll(async () => {
  await ensureBuilt('client', 'main', 'preload')
  folder = mkdtempSync(path.join(os.tmpdir(), 'cockpit-package-'))
  const dist = path.join(folder, 'electron')
  mkdirSync(dist)
  writeFileSync(path.join(dist, 'electron'), `stand-in ${FUSE_WIRE}`, 'latin1')
  chmodSync(path.join(dist, 'electron'), 0o755)
  writeFileSync(path.join(dist, 'version'), 'v45.4.1')
  const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js')
  const options = [`-c.electronDist=${dist}`, `-c.directories.output=${path.join(folder, 'dist')}`]
  execFileSync(process.execPath, [builder, '--linux', '--x64', '--dir', ...options], { cwd: root, stdio: 'pipe' })
  packed = path.join(folder, 'dist', 'linux-unpacked')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the packaged desktop app', () => {
  it('holds the built code, the libraries it needs and the resources, and no source or test', () => {
    const files = listArchive(path.join(packed, 'resources', 'app.asar'))
    const tops = new Set(files.map((file) => file.split('/')[1]))
    expect([...tops].toSorted()).toEqual(['node_modules', 'out', 'package.json', 'resources'])
    for (const needed of [
      '/out/main/index.js',
      '/out/main/output-worker.js',
      '/out/main/search-worker.js',
      '/out/preload/index.cjs',
      '/out/renderer/index.html',
    ]) {
      expect(files).toContain(needed)
    }
    expect(files.filter((file) => /node_modules\/(react|@mantine|electron|vite)\//.test(file))).toEqual([])
  })

  it('keeps what other programs must read outside the archive', () => {
    const outside = path.join(packed, 'resources', 'app.asar.unpacked')
    expect(existsSync(path.join(outside, 'resources', 'samples', 'parcel-tracker', 'release.yaml'))).toBe(true)
    expect(existsSync(path.join(outside, 'node_modules', 'better-sqlite3', 'prebuilds', 'linux-x64.node'))).toBe(true)
    expect(existsSync(path.join(outside, 'node_modules', 'better-sqlite3', 'prebuilds', 'win32-x64.node'))).toBe(false)
  })

  it('has the fuses of the security checklist set', async () => {
    const wire = await getCurrentFuseWire(path.join(packed, 'release-cockpit'))
    const states = {
      [FuseV1Options.RunAsNode]: OFF,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: OFF,
      [FuseV1Options.EnableNodeCliInspectArguments]: OFF,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ON,
      [FuseV1Options.OnlyLoadAppFromAsar]: ON,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: OFF,
    }
    expect(wire).toMatchObject(states)
  })
})
