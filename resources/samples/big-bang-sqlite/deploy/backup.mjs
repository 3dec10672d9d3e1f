/** Copies the database while the desk runs, and proves on a copy of the copy that it can be restored. */
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { backup } from 'node:sqlite'
import { countOf, isSound, open } from '../app/schema.mjs'
import { currentPlace } from './lib/place.mjs'
import { bold, done, script, Trouble } from './lib/report.mjs'

await script(async () => {
  const place = currentPlace()
  const source = open(place.database)
  rmSync(place.backup, { force: true })
  await backup(source, place.backup)
  const wanted = countOf(source)
  source.close()
  done(`${bold(wanted.bookings)} bookings copied to ${place.backup}`)

  const trial = join(place.state, 'restore-test.db')
  copyFileSync(place.backup, trial)
  const restored = open(trial)
  const found = countOf(restored)
  const sound = isSound(restored)
  restored.close()
  for (const end of ['', '-wal', '-shm']) rmSync(`${trial}${end}`, { force: true })
  if (!sound) throw new Trouble('The backup is not sound: integrity_check found something. Do not close the service.')
  if (found.bookings < wanted.bookings)
    throw new Trouble(`The backup has ${found.bookings} of ${wanted.bookings} bookings.`)
  done(`it restores: ${found.bookings} bookings worth ${(found.cents / 100).toFixed(2)}, and is sound`)
})
