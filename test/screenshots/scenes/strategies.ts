/** How each strategy shapes the deck, before anything runs; and a runbook as people have them, without annotations. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import type { Album } from '../camera.ts'
import { onStage, press } from '../stage.ts'

const SAMPLES = join(import.meta.dirname, '..', '..', '..', 'resources', 'samples')

async function sample(set: { browser: Browser; album: Album }, name: string): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'cockpit-strategy-'))
  const folder = join(root, name)
  cpSync(join(SAMPLES, name), folder, { recursive: true })
  try {
    const args = ['--db', join(root, 'ledger.db'), '--folder', folder]
    await onStage(set, `strategy-${name}`, args, {}, async ({ camera, page }) => {
      await page.getByRole('button', { name: /Start a run/ }).waitFor()
      await camera.take('deck')
      await camera.take('runbook', press('3'), press('1'))
    })
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

export async function strategies(set: { browser: Browser; album: Album }): Promise<void> {
  for (const name of ['canary-nginx', 'rolling-fleet', 'big-bang-sqlite']) await sample(set, name)
}
