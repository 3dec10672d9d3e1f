/** Closes the service: guests see the maintenance page, those inside finish, the desk stops, and the last state is backed up. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { backup } from 'node:sqlite'
import { countOf, open } from '../app/schema.mjs'
import { stop } from './lib/daemons.mjs'
import { setDoor } from './lib/parts.mjs'
import { currentPlace } from './lib/place.mjs'
import { bold, done, script } from './lib/report.mjs'

await script(async () => {
  const place = currentPlace()
  await setDoor(place, 'closed')
  done('guests see the maintenance page, nobody is inside')
  await stop(place, 'desk')
  const source = open(place.database)
  rmSync(place.backup, { force: true })
  await backup(source, place.backup)
  const counted = countOf(source)
  source.close()
  writeFileSync(join(place.state, 'before.json'), JSON.stringify(counted))
  done(`nothing is written any more; ${bold(counted.bookings)} bookings are backed up as they are`)
})
