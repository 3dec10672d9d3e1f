/**
 * `npm run screenshots [-- SCENE… --to FOLDER]`: drives the window in an installed Chromium, with the sample really deployed, and leaves a picture of every view
 * and state in the folder (out/screenshots), at three sizes, dark and light. Each is looked through for what axe calls critical or serious and for what
 * does not fit; faults are printed and end it with 1. Takes some minutes.
 */
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { chromiumFlags, findChromium } from '../support/chromium.ts'
import { Album } from './camera.ts'
import { firstRun } from './scenes/first-run.ts'
import { record } from './scenes/record.ts'
import { releaseNight } from './scenes/release-night.ts'
import { room } from './scenes/room.ts'
import { strategies } from './scenes/strategies.ts'
import { troubles } from './scenes/troubles.ts'

const SCENES = { first: firstRun, night: releaseNight, record, trouble: troubles, room, strategies }

const { values, positionals } = parseArgs({ allowPositionals: true, options: { to: { type: 'string' } } })
const unknown = positionals.filter((name) => !(name in SCENES))
if (unknown.length > 0) {
  process.stderr.write(`There is no scene ${unknown.join(', ')}: there are ${Object.keys(SCENES).join(', ')}.\n`)
  process.exit(2)
}

const album = new Album(resolve(values.to ?? 'out/screenshots'))
try {
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags() })
  try {
    for (const [name, play] of Object.entries(SCENES))
      if (positionals.length === 0 || positionals.includes(name)) await play({ browser, album })
  } finally {
    await browser.close()
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
writeFileSync(join(album.folder, 'faults.txt'), album.faults.map((fault) => `${fault}\n`).join(''))
process.stdout.write(
  `${album.taken} pictures are in ${album.folder}; ${album.audited} of them went through axe; ${album.faults.length} faults${album.faults.length > 0 ? ' (faults.txt)' : ''}.\n`,
)
if (album.faults.length > 0) process.exitCode = 1
