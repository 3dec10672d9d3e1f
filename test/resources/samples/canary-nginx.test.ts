/** The canary sample as a team would run it: a real nginx divides real traffic, and the judge promotes or leads back. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadReleaseFolder } from '../../../main/app/release-folder.ts'
import { cockpit } from '../../support/cockpit-command.ts'
import { freePorts } from '../../support/free-port.ts'

const SAMPLE = join(import.meta.dirname, '../../../resources/samples/canary-nginx')
const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin']
const hasNginx = folders.some((folder) => existsSync(join(folder, 'nginx')))

describe('the sample canary-nginx', () => {
  it('is checked without an error or a warning, and has a way back for each weight', () => {
    const { findings, definition } = loadReleaseFolder(SAMPLE)
    expect(findings.filter(({ severity }) => severity !== 'hint')).toEqual([])
    const weights = definition!.runbook.stages.flatMap(({ steps }) => steps).filter(({ part }) => part)
    expect(weights.map(({ id, attributes }) => [id, attributes.undo])).toEqual(
      ['staging-weight', 'weight'].flatMap((of) => [20, 50, 100].map((weight) => [`${of}-${weight}`, 'weight-zero'])),
    )
  })
})

describe.skipIf(!hasNginx)('the sample canary-nginx with a real nginx', () => {
  let folder: string
  let base: number
  let env: Record<string, string>
  const at = (name: string) => join(folder, name)
  const run = (environment: string, ...more: string[]) =>
    cockpit(
      ['run', at('release'), '--stage', environment, '--env', environment, '--yes', '--db', at('l.db'), ...more],
      env,
    )
  const weight = async () => (await fetch(`http://127.0.0.1:${base}/weight`)).json()

  beforeEach(async () => {
    base = await freePorts(3)
    folder = mkdtempSync(join(tmpdir(), 'cockpit-canary-'))
    env = { QUOTE_STATE: at('state') }
    cpSync(SAMPLE, at('release'), { recursive: true })
    const written = readFileSync(at('release/release.yaml'), 'utf8')
    const short = written
      .replaceAll(/"472[01]"/g, `"${base / 10}"`)
      .replaceAll('hold: 12s', 'hold: 4s')
      .replace('window: 5s', 'window: 2s')
    writeFileSync(
      at('release/release.yaml'),
      short.replace('min-samples: 15', 'min-samples: 5').replace('countdown: 10s', 'countdown: 1s'),
    )
  })
  afterEach(() => {
    execFileSync('sh', [at('release/deploy/stop.sh')], { env: { ...process.env, ...env } })
    rmSync(folder, { recursive: true, force: true })
  })

  it('promotes a good version to all of the traffic, and takes a faulty one back to none with nobody touching anything', async () => {
    const good = await run('staging')
    expect(good, good.stdout).toMatchObject({ code: 0 })
    expect(good.stdout).toMatch(/Judge at 20 %: error-rate, p95 for 4s: done .*Score 100/)
    expect(await weight()).toBe(100)
    const drill = await cockpit(['rollback', at('release'), '--env', 'staging', '--drill', '--db', at('l.db')], env)
    expect(drill, drill.stdout).toMatchObject({ code: 0 })

    const bad = await run('production', '--var', 'FAULT=errors')
    expect(bad.stdout).toMatch(/Judge at 20 %.*: failed .*Critical and worse than the baseline: error-rate\./)
    expect(bad.stdout).toContain('Rolls back by itself')
    expect(bad, bad.stdout).toMatchObject({ code: 4 })
    expect(await weight()).toBe(0)
    const again = await cockpit(
      ['judge', '--release', 'parcel-quotes-3.2.0', '--env', 'production', '--db', at('l.db')],
      env,
    )
    expect(again.stdout).toMatch(/Fail +Judge at 20 %.*\n +High +Error rate: .*Above the baseline, and critical/)
    expect(again.code).toBe(1)
    const latency = ['--pair', 'p95:p95-stable', '--env', 'staging', '--json', '--db', at('l.db')]
    const passed = await cockpit(['judge', '--release', 'parcel-quotes-3.2.0', ...latency], env)
    expect(JSON.parse(passed.stdout).judged).toHaveLength(2)
    expect(await (await fetch(`http://127.0.0.1:${base}/version`)).json()).toMatchObject({ version: '3.1.4' })
  })
})
