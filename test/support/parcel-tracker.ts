/** The first sample in a folder, on ports and with a ledger of its own, with its long looks cut short: what a test waits for is the release, not the clock. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cockpit, type Ran } from './cockpit-command.ts'
import { freePorts } from './free-port.ts'

const sample = join(import.meta.dirname, '..', '..', 'resources', 'samples', 'parcel-tracker')

/** Enough lookups, 20 a second, to see a faulty build fail. */
const LOOK_S = 4

export type ParcelTracker = {
  folder: string
  release: string
  db: string
  /** For every program that has to do with it. */
  env: Record<string, string>
  change(file: string, edit: (text: string) => string): void
  run(stage: string, environment: string, more?: string[]): Promise<Ran>
  /** The version that answers at the live address. */
  live(): Promise<string>
  /** A script of its `deploy` folder. */
  shell(script: string, ...args: string[]): void
  /** Takes everything down and away. */
  remove(): void
}

export async function parcelTracker(): Promise<ParcelTracker> {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-parcel-tracker-'))
  const release = join(folder, 'release')
  const db = join(folder, 'ledger.db')
  const base = await freePorts(4)
  const env = { PARCEL_STATE: join(folder, 'state'), PARCEL_PORT_BASE: String(base) }
  cpSync(sample, release, { recursive: true })
  const change: ParcelTracker['change'] = (name, edit) => {
    const file = join(release, name)
    writeFileSync(file, edit(readFileSync(file, 'utf8')))
  }
  change('release.yaml', (text) => text.replaceAll(/"470[89]0"/g, `"${base}"`))
  change('runbook.md', (text) =>
    text.replaceAll(/watch\.mjs \d+/g, `watch.mjs ${LOOK_S}`).replace('wait=5s', 'wait=1s'),
  )
  const shell = (script: string, ...args: string[]) =>
    void execFileSync('sh', [join(release, 'deploy', script), ...args], {
      cwd: release,
      env: { ...process.env, ...env },
    })
  return {
    folder,
    release,
    db,
    env,
    change,
    shell,
    run: (stage, environment, more = []) =>
      cockpit(['run', release, '--stage', stage, '--env', environment, '--yes', '--db', db, ...more], env),
    live: async () => ((await (await fetch(`http://127.0.0.1:${base}/version`)).json()) as { version: string }).version,
    remove() {
      shell('stop.sh')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
