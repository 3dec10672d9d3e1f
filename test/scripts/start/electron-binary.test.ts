import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { installedElectron, obtainElectron, whyNoDesktop } from '../../../scripts/start/electron-binary.ts'

const onLinux = process.platform === 'linux'

it.runIf(onLinux)('finds Electron where ELECTRON_OVERRIDE_DIST_PATH says', () => {
  const dist = mkdtempSync(path.join(os.tmpdir(), 'cockpit-dist-'))
  expect(installedElectron({ ELECTRON_OVERRIDE_DIST_PATH: dist })).toBeUndefined()
  writeFileSync(path.join(dist, 'electron'), '')
  expect(installedElectron({ ELECTRON_OVERRIDE_DIST_PATH: dist })).toBe(path.join(dist, 'electron'))
  rmSync(dist, { recursive: true })
})

it('downloads nothing when told not to, or when another place was named', async () => {
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  expect(await obtainElectron({ ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' }, say)).toBeUndefined()
  await obtainElectron({ ELECTRON_SKIP_BINARY_DOWNLOAD: '1' }, say)
  expect(said).toEqual([])
})

it.runIf(onLinux)('knows without a download that no window can open where there is no display', () => {
  expect(whyNoDesktop({})).toBe('There is no display here')
})
