/** Brings every instance that was touched back to the previous version, last one first; the others stay as they are. */
import { lookAtFleet, rollInstance } from './lib/fleet.mjs'
import { currentPlace } from './lib/place.mjs'
import { done, script } from './lib/report.mjs'

await script(async () => {
  const place = currentPlace()
  const touched = (await lookAtFleet(place)).filter(({ about }) => about?.version !== place.old)
  for (const { name } of touched.toReversed()) await rollInstance(place, name, place.old)
  done(`${touched.length} of 4 instances were touched and serve ${place.old} again`)
})
