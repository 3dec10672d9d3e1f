/** A release folder of a few lines, in a folder of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type SmallRelease = { root: string; folder: string; db: string; remove(): void }

export function smallRelease(releaseYaml: string, runbook: string): SmallRelease {
  const root = mkdtempSync(join(tmpdir(), 'cockpit-small-'))
  const folder = join(root, 'release')
  mkdirSync(folder)
  writeFileSync(join(folder, 'release.yaml'), releaseYaml)
  writeFileSync(join(folder, 'runbook.md'), runbook)
  return { root, folder, db: join(root, 'ledger.db'), remove: () => rmSync(root, { recursive: true, force: true }) }
}
