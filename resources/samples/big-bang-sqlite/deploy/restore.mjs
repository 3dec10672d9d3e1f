/** The way back: closed again, the backup in place of the database, the old desk over it, and the door open. */
import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { countOf, open } from '../app/schema.mjs'
import { stop } from './lib/daemons.mjs'
import { setDoor, startDesk } from './lib/parts.mjs'
import { currentPlace } from './lib/place.mjs'
import { bold, done, script, Trouble } from './lib/report.mjs'

await script(async () => {
  const place = currentPlace()
  if (!existsSync(place.backup)) throw new Trouble(`There is no backup at ${place.backup}: nothing is touched.`)
  await setDoor(place, 'closed')
  await stop(place, 'desk')
  for (const end of ['-wal', '-shm']) rmSync(`${place.database}${end}`, { force: true })
  copyFileSync(place.backup, place.database)
  const database = open(place.database)
  const { bookings } = countOf(database)
  database.close()
  done(`${bold(bookings)} bookings are restored from the backup`)
  const { version } = await startDesk(place, place.old)
  done(`desk ${bold(version)} is up`)
  await setDoor(place, 'open')
  done('the front door is open again')
})
