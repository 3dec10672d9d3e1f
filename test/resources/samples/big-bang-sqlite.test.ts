/** The big-bang sample, for real: a service over a SQLite file, closed, migrated and opened on loopback. */
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cockpit } from '../../support/cockpit-command.ts'
import { freePorts } from '../../support/free-port.ts'

const FOLDER = join(import.meta.dirname, '../../../resources/samples/big-bang-sqlite')

let folder: string
let release: string
let env: Record<string, string>
let base: number

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-big-bang-'))
  release = join(folder, 'release')
  cpSync(FOLDER, release, { recursive: true })
  env = { NO_COLOR: '1', COCKPIT_DB: join(folder, 'ledger.db'), DESK_STATE: join(folder, 'state') }
  base = await freePorts(3)
})
afterEach(async () => {
  const own = { PATH: process.env.PATH ?? '', DESK_STATE: env.DESK_STATE! }
  await new Promise((resolve) => execFile(process.execPath, [join(FOLDER, 'deploy/stop.mjs')], { env: own }, resolve))
  rmSync(folder, { recursive: true, force: true })
})

const place = (environment: string) => [
  ...['--env', environment, '--yes', '--as', 'Ada'],
  ...['--var', `DESK_PORTS=${base}`, '--var', `APP_URL=http://127.0.0.1:${base}`],
  ...['--var', `DESK_URL=http://127.0.0.1:${base + 1}`],
]

const guestOf = async (booking: number): Promise<string> => {
  const answer = await fetch(`http://127.0.0.1:${base}/bookings/${booking}`)
  return ((await answer.json()) as { guest: string }).guest
}

describe('Booking Desk', () => {
  it('is closed, migrated and opened; with its fault the backup is restored by itself, before anybody is let in', async () => {
    const deploy = await cockpit(['run', release, '--stage', 'staging', ...place('staging')], env)
    expect(deploy.stdout).toContain('400 bookings, each with its guest')
    expect(deploy).toMatchObject({ code: 0 })
    const guest = await guestOf(77)
    const drill = await cockpit(['rollback', release, '--env', 'staging', '--drill', '--as', 'Ada'], env)
    expect(drill.stdout).toMatch(/Deviation: What was written since Staging open is lost/)
    expect(drill).toMatchObject({ code: 0 })

    const fault = ['--var', 'FAULT=migration']
    const run = await cockpit(['run', release, '--stage', 'production', ...place('production'), ...fault], env)
    expect(run.stdout).toContain('400 bookings are restored from the backup')
    expect(run.stdout).not.toContain('saw the maintenance page')
    expect(run).toMatchObject({ code: 4 })
    expect(await guestOf(77)).toBe(guest)
  })
})
