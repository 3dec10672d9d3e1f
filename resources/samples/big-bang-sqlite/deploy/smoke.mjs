/** node deploy/smoke.mjs [live]: what must hold before anybody is let in again; every booking with its guest, worth what it was. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ask } from './lib/ask.mjs'
import { currentPlace } from './lib/place.mjs'
import { bold, done, script, Trouble } from './lib/report.mjs'

const LOOKED_AT = [1, 40, 77, 200, 311, 400]

await script(async () => {
  const place = currentPlace()
  const url = process.argv[2] === 'live' ? place.url : place.deskUrl
  const version = process.argv[3] ?? place.new
  const about = await ask(`${url}/version`)
  if (about.body?.version !== version)
    throw new Trouble(`${url} answers ${about.body?.version ?? about.why ?? about.status}, not ${version}.`)
  const before = JSON.parse(readFileSync(join(place.state, 'before.json'), 'utf8'))
  const { body: now } = await ask(`${place.deskUrl}/integrity`)
  if (now.lost > 0) throw new Trouble(`${now.lost} of ${now.bookings} bookings have lost their guest.`)
  if (now.bookings < before.bookings || now.cents < before.cents)
    throw new Trouble(
      `${now.bookings} bookings of ${before.bookings} are there, worth ${now.cents} of ${before.cents} cents.`,
    )
  for (const id of LOOKED_AT) {
    const { status, body } = await ask(`${url}/bookings/${id}`)
    if (status !== 200 || !body?.guest) throw new Trouble(`Booking ${id} gave ${status} ${JSON.stringify(body)}`)
  }
  done(`${bold(now.bookings)} bookings, each with its guest, worth what they were; ${version} answers`)
})
