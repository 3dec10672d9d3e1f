/** Lets guests in again. What they write from now on is in no backup. */
import { setDoor } from './lib/parts.mjs'
import { currentPlace } from './lib/place.mjs'
import { bold, done, script } from './lib/report.mjs'

await script(async () => {
  const place = currentPlace()
  const { turnedAway } = await setDoor(place, 'open')
  done(`the front door is open on ${bold(place.url)}; ${turnedAway} saw the maintenance page`)
})
