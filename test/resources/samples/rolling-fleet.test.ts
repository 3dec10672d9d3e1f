/** The rolling sample, for real: four instances behind a balancer on loopback. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cockpit } from '../../support/cockpit-command.ts'
import { freePorts } from '../../support/free-port.ts'

const FOLDER = join(import.meta.dirname, '../../../resources/samples/rolling-fleet')

let folder: string
let release: string
let env: Record<string, string>
let base: number

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-rolling-'))
  release = join(folder, 'release')
  cpSync(FOLDER, release, { recursive: true })
  // Two batches show what four do.
  const file = join(release, 'release.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('batch: 25%', 'batch: 50%'))
  env = { NO_COLOR: '1', COCKPIT_DB: join(folder, 'ledger.db'), FLEET_STATE: join(folder, 'state') }
  base = await freePorts(6)
})
afterEach(async () => {
  await cockpitless('stop.mjs')
  rmSync(folder, { recursive: true, force: true })
})

async function cockpitless(script: string): Promise<void> {
  const { execFile } = await import('node:child_process')
  const own = { PATH: process.env.PATH ?? '', FLEET_STATE: env.FLEET_STATE! }
  await new Promise((resolve) => execFile(process.execPath, [join(FOLDER, 'deploy', script)], { env: own }, resolve))
}

const place = (environment: string) => [
  ...['--env', environment, '--yes', '--as', 'Ada'],
  ...['--var', `FLEET_PORTS=${base}`, '--var', `APP_URL=http://127.0.0.1:${base}`],
  ...['--var', `CONTROL_URL=http://127.0.0.1:${base + 5}`],
]

const versions = async (): Promise<string[]> => {
  const answer = await fetch(`http://127.0.0.1:${base + 5}/instances`)
  const { instances } = (await answer.json()) as { instances: { version: string }[] }
  return instances.map(({ version }) => version)
}

describe('Fare Search', () => {
  it('is rolled in batches; with its fault the first one halts it, and what was touched is rolled back by itself', async () => {
    const deploy = await cockpit(['run', release, '--stage', 'staging', ...place('staging')], env)
    expect(deploy.stdout).toContain('Batch 2 of 2: fares-3, fares-4')
    expect(deploy).toMatchObject({ code: 0 })
    expect(await versions()).toEqual(['5.1.0', '5.1.0', '5.1.0', '5.1.0'])
    const drill = await cockpit(['rollback', release, '--env', 'staging', '--drill', '--as', 'Ada'], env)
    expect(drill.stdout).toContain('4 of 4 instances were touched')
    expect(drill).toMatchObject({ code: 0 })

    const fault = ['--var', 'FAULT=errors']
    const run = await cockpit(['run', release, '--stage', 'production', ...place('production'), ...fault], env)
    expect(run.stdout).toContain('2 of 4 instances were touched')
    expect(run.stdout).not.toContain('Batch 2 of 2: fares')
    expect(run).toMatchObject({ code: 4 })
    expect(await versions()).toEqual(['5.0.3', '5.0.3', '5.0.3', '5.0.3'])
    expect(run.stdout).toContain('fare-search in production: 4 instances, 4 on 5.0.3')
  })
})
