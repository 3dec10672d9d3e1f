/** A release from a terminal that fails, or is not allowed yet. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cockpit } from '../support/cockpit-command.ts'
import { type ParcelTracker, parcelTracker } from '../support/parcel-tracker.ts'

let parcels: ParcelTracker
beforeEach(async () => {
  parcels = await parcelTracker()
})
afterEach(() => parcels.remove())

test('ends with 1 when the new version is faulty, and with 4 when that rolls it back', async () => {
  const faulty = ['--var', 'FAULT=errors']
  const failed = await parcels.run('staging', 'staging', faulty)
  expect(failed.code).toBe(1)
  expect(failed.stdout).toMatch(/Roll back with: cockpit rollback/)
  const rolledBack = await parcels.run('staging', 'staging', [...faulty, '--rollback-on-failure'])
  expect(rolledBack.code).toBe(4)
  expect(await parcels.live()).toBe('2.3.1')
})

test('is refused by a missing approval where nobody can give one, and runs once it is given', async () => {
  const refused = await parcels.run('retire', 'production')
  expect(refused.code).toBe(3)
  expect(refused.stderr).toMatch(/SRE for .*cockpit approve/s)
  const about = '--stage retire --env production --step agree-retire --role sre --as'.split(' ')
  const approved = await cockpit(['approve', parcels.release, ...about, 'Mei Tanaka', '--db', parcels.db])
  expect(approved.stdout).toContain('SRE (Mei Tanaka, claimed): GO')
  expect((await parcels.run('retire', 'production')).code).not.toBe(3)
})
