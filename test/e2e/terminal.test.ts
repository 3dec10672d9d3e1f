/** The whole main job from a terminal, on the first sample: deploy, prove, break, roll back. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cockpit } from '../support/cockpit-command.ts'
import { type ParcelTracker, parcelTracker } from '../support/parcel-tracker.ts'

const verifier = join(import.meta.dirname, '..', '..', 'resources', 'verify.mjs')

let parcels: ParcelTracker
beforeEach(async () => {
  parcels = await parcelTracker()
})
afterEach(() => parcels.remove())

test('a release switches traffic for real, leaves a record that verifies, and is rolled back for real', async () => {
  const { db, env, release, folder } = parcels
  const deployed = await parcels.run('production', 'production')
  expect(deployed.stderr).toBe('')
  expect(deployed.code, deployed.stdout.slice(-2000)).toBe(0)
  expect(deployed.stdout).toMatch(/Production in production succeeded/)
  expect(deployed.stdout).toMatch(/parcel-api answers 2\.4\.0/)
  expect(await parcels.live()).toBe('2.4.0')

  const verified = await cockpit(['verify', db])
  expect(verified.code).toBe(10)
  expect(verified.stdout).toContain('VALID')

  const back = await cockpit(['rollback', release, '--env', 'production', '--db', db], env)
  expect(back.stdout).toMatch(/Rollback in production succeeded/)
  expect(back.code, back.stdout.slice(-2000)).toBe(0)
  expect(await parcels.live()).toBe('2.3.1')

  const file = join(folder, 'log.jsonl')
  const exported = await cockpit(['export', '--format', 'jsonl', '-o', file, '--db', db])
  const anchor = /anchor (\d+:[0-9a-f]{64})/.exec(exported.stdout)?.[1] ?? ''
  expect((await cockpit(['verify', file, '--anchor', anchor])).code).toBe(0)
  const alone = execFileSync(process.execPath, [verifier, file, '--anchor', anchor], { encoding: 'utf8' })
  expect(alone).toContain('VALID AND ANCHORED')

  const status = await cockpit(['status', '--db', db])
  expect(status.stdout).toContain('rolled back')
  const log = await cockpit(['log', '--db', db, '--search', 'step.finished'])
  expect(log.stdout).toContain('switch-100 done')
})
