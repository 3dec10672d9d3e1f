/** Before anything was opened: every view has a word for it, and a folder that cannot be opened is explained. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import type { Album } from '../camera.ts'
import { byPalette, leave, onStage, press } from '../stage.ts'

const EMPTY = ['plan', 'runbook', 'ledger', 'documents', 'history', 'settings']

export async function firstRun(set: { browser: Browser; album: Album }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-first-'))
  try {
    await onStage(set, 'first', ['--db', join(folder, 'ledger.db')], {}, async ({ camera, page }) => {
      await page.getByText('Open the sample release').waitFor()
      await camera.take('empty')
      for (const [index, view] of EMPTY.entries())
        await camera.take(`empty-${view}`, press(String(index + 2)), press('1'))
      await camera.take('palette', press('Control+k'), leave)
      await camera.take(
        'no-such-folder',
        async (each) => {
          await each.keyboard.press('Control+o')
          const field = each.getByLabel('Folder with release.yaml')
          await field.fill('/srv/releases/nowhere')
          await field.press('Enter')
          await each
            .getByText(/cannot be opened|There is no/)
            .first()
            .waitFor()
        },
        leave,
      )
      await camera.take('new-release', byPalette('New release'), leave)
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
