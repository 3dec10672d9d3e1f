import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cockpit } from '../../support/cockpit-command.ts'

const FOLDER = join(import.meta.dirname, '../../../resources/samples/ansible-fleet')
const has = (program: string) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))

let folder: string
let release: string
let fleet: string
let env: Record<string, string>
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-fleet-'))
  release = join(folder, 'release')
  fleet = join(folder, 'fleet')
  cpSync(FOLDER, release, { recursive: true })
  env = { HOME: folder, COCKPIT_DB: join(folder, 'ledger.db') }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const live = () =>
  execFileSync(join(FOLDER, 'fleet/live.sh'), { env: { ...process.env, FLEET_ROOT: fleet }, encoding: 'utf8' }).trim()

/** The fleet before the release, as the playbook leaves it: Ansible takes a second for each task of each host. */
function makeFleet(): void {
  for (const host of ['web-01', 'web-02', 'web-03', 'web-04'].map((name) => join(fleet, name))) {
    mkdirSync(join(host, 'releases', '3.1.4'), { recursive: true })
    writeFileSync(join(host, 'releases', '3.1.4', 'VERSION'), '3.1.4\n')
    symlinkSync('releases/3.1.4', join(host, 'current'))
    writeFileSync(join(host, 'in-rotation'), '')
  }
}

/** Without the rehearsal, which changes nothing. */
function withoutDryRun(): void {
  const file = join(release, 'runbook.md')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace(/```sh \{name=dry-run[\s\S]*?```\n/, ''))
}

const place = (stage: string) => ['--env', stage, '--yes', '--as', 'Ada', '--var', `FLEET_ROOT=${fleet}`]

// Without Ansible only its absence can be tried: `apt-get install ansible-core`.
describe.skipIf(!has('ansible-playbook'))('Timetable with real Ansible', { timeout: 900_000 }, () => {
  it('stops at the host that fails, says what is live, and brings every host back', async () => {
    makeFleet()
    withoutDryRun()
    const run = await cockpit(
      ['run', release, '--stage', 'production', ...place('production'), '--var', 'FAULT=web-03'],
      env,
    )
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/web-03 .*failed=1/)
    expect(live()).toBe('3.1.4 on 1,3.2.0 on 2')
    const back = await cockpit(['rollback', release, '--reason', 'web-03', '--env', 'production', '--as', 'Ada'], env)
    expect(back.code).toBe(0)
    expect(back.stdout).toMatch(/web-03 {2}3\.1\.4 {2}in rotation/)
    expect(live()).toBe('3.1.4')
  })
})

describe('Timetable without Ansible', () => {
  it('says what is missing and how to install it', async () => {
    const bin = join(folder, 'bin')
    execFileSync('mkdir', [bin])
    for (const name of ['sh', 'dirname'])
      execFileSync('ln', [
        '-s',
        execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(),
        join(bin, name),
      ])
    expect(() =>
      execFileSync(join(FOLDER, 'fleet/prepare.sh'), {
        env: { PATH: bin, FLEET_ROOT: fleet, RELEASE_PREVIOUS: '1' },
        stdio: 'pipe',
      }),
    ).toThrow('needs Ansible, which is not installed. Install it: apt-get install ansible-core')
  })
})
