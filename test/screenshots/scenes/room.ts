/** The room: who drives, what a scribe writes down, a shared screen, and the deck for a projector. */
import type { Browser, Page } from 'playwright-core'
import { cockpit } from '../../support/cockpit-command.ts'
import { parcelTracker } from '../../support/parcel-tracker.ts'
import type { Album, Camera } from '../camera.ts'
import { byPalette, leave, onStage, press, seen, start, startDialog } from '../stage.ts'

async function writeDown(db: string): Promise<void> {
  const say = (...args: string[]) => cockpit([...args, '--db', db, '--as', 'Mei Tanaka', '--role', 'sre'])
  await say('drive', '--take')
  await say('note', 'parcel-tracker', '@devops-lead the pool is flat at 10 %, fine to go on')
  await say(
    'note',
    'parcel-tracker',
    'We wait for the replica before traffic moves, however long it takes',
    '--decision',
  )
  await say('note', 'parcel-tracker', '@sre raise the pool size', '--action', '--owner', '@sre', '--due', '2026-11-20')
  await say('note', 'parcel-tracker', 'Tell support when it is over', '--action', '--owner', 'Lucía Ferrer')
}

const tab = (name: string | RegExp) => (page: Page) => page.getByRole('tab', { name }).click()

/** As another person drives: what they are asked who does not. */
async function hand(camera: Camera, db: string): Promise<void> {
  await camera.take('driver', press('d'), leave)
  await camera.take(
    'not-driving',
    async (page) => {
      await startDialog(page, 'staging')
      await page.getByRole('button', { name: /^Start in/, disabled: false }).click()
      await seen(page, 'Take over and go on')
    },
    leave,
  )
  await cockpit(['drive', '--offer', 'Ada Obi', '--reason', 'My shift ends', '--db', db, '--as', 'Mei Tanaka'])
  await camera.take('handover', (page) => seen(page, 'asks you to drive'))
}

async function write(camera: Camera): Promise<void> {
  await camera.take('to-do', tab(/To do/))
  await camera.take('minute', (page) => page.getByRole('button', { name: /^N2:/ }).click(), leave)
  await camera.take('private', tab('Private'), tab('All'))
  await camera.take(
    'mention',
    async (page) => {
      await page.keyboard.press('n')
      await page.keyboard.type('Ask @lea')
    },
    async (page) => {
      await page.getByRole('combobox', { name: 'Add a note' }).fill('')
      await page.keyboard.press('Escape')
    },
  )
}

/** Preferences are those of one browser, but each window keeps its own. */
async function show(camera: Camera): Promise<void> {
  await camera.take('shared', press('s'))
  await camera.take('shared-document', press('5'), press('1'))
  await camera.take('big-shared', press('b'), byPalette('Screen is not shared'))
  await camera.take('big')
}

export async function room(set: { browser: Browser; album: Album }): Promise<void> {
  const parcels = await parcelTracker()
  try {
    await onStage(
      set,
      'room',
      ['--db', parcels.db, '--folder', parcels.release],
      parcels.env,
      async ({ camera, page }) => {
        await page.getByRole('button', { name: /Start a run/ }).waitFor()
        await writeDown(parcels.db)
        await seen(page, 'Driver: Mei Tanaka')
        await hand(camera, parcels.db)
        await page.getByRole('button', { name: 'Drive', exact: true }).click()
        await seen(page, 'You drive')
        await write(camera)
        await show(camera)
        await start(page, 'staging')
        await seen(page, /Staging watch/)
        await camera.take('big-running')
      },
    )
  } finally {
    parcels.remove()
  }
}
