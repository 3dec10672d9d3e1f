/** The world before the release: a database with bookings, the old desk over it, and the door open. Safe to repeat. */
import { existsSync } from 'node:fs'
import { open, schemaOf, seed } from '../app/schema.mjs'
import { setDoor, startDesk, startFront } from './lib/parts.mjs'
import { currentPlace } from './lib/place.mjs'
import { bold, done, script, Trouble } from './lib/report.mjs'

await script(async () => {
  const place = currentPlace()
  const isNew = !existsSync(place.database)
  const database = open(place.database)
  if (schemaOf(database) === 0) seed(database)
  if (schemaOf(database) !== 2)
    throw new Trouble(
      `The bookings of ${place.name} are migrated already: node deploy/stop.mjs takes them away, and this begins anew.`,
    )
  database.close()
  done(`${isNew ? 'bookings are made up' : 'bookings are there'}`)
  const desk = await startDesk(place, place.old)
  done(`desk ${bold(desk.version)} ${desk.wasRunning ? 'already runs' : 'started'}`)
  await startFront(place)
  await setDoor(place, 'open')
  done(`the front door is open on ${bold(place.url)}`)
})
